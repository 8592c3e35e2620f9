// Stripe's own frame for a card. Only its token reaches the form; the number never does. Loaded on the pay pages alone.
class StripePayment extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.field("card_token").value = "";
    this.form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pageshow", (event) => event.persisted && this.forget());
    const script = document.createElement("script");
    script.src = this.dataset.script;
    script.addEventListener("load", () => this.mount());
    script.addEventListener("error", () => this.say(this.dataset.away));
    document.head.append(script);
  }

  field(name) {
    return this.form.elements[name];
  }

  mount() {
    if (!globalThis.Stripe) return this.say(this.dataset.away);
    this.stripe = Stripe(this.dataset.key, { locale: this.dataset.locale });
    const { theme } = document.documentElement.dataset;
    const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.elements = this.stripe.elements({
      mode: "payment",
      currency: "jpy",
      amount: Number(this.dataset.amount),
      allowedPaymentMethodTypes: ["card"],
      appearance: { theme: dark ? "night" : "stripe" },
    });
    const frame = this.elements.create("payment", { wallets: { applePay: "never", googlePay: "never", link: "never" } });
    frame.on("change", () => this.say(""));
    frame.on("loaderror", () => this.say(this.dataset.away));
    frame.mount(this.querySelector("[data-frame]"));
    this.consent();
    this.field("keep_card").addEventListener("change", () => this.consent());
  }

  // what the buyer agrees to is what Stripe is asked for
  consent() {
    this.elements.update({ setupFutureUsage: this.field("keep_card").checked ? "off_session" : null });
  }

  // a card given before is used unless the frame for another one is open
  get wanted() {
    const fold = this.closest("details");
    return this.field("payment_method").value === "card" && (!fold || fold.open);
  }

  async submitted(event) {
    if (!this.wanted || this.field("card_token").value) return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const { submitter } = event;
    await new Promise((later) => setTimeout(later)); // a form is not sent again while it is being sent
    const words = await this.token().catch(() => this.dataset.failed);
    this.busy = false;
    if (words) {
      submitter?.removeAttribute("aria-busy");
      this.say(words);
    } else this.form.requestSubmit(submitter);
  }

  // puts the token into the form; the words of what is wrong instead, already in the page's language
  async token() {
    if (!this.elements) return this.dataset.away;
    const checked = await this.elements.submit();
    if (checked.error) return this.words(checked.error);
    const { error, confirmationToken } = await this.stripe.createConfirmationToken({ elements: this.elements });
    if (error) return this.words(error);
    this.field("card_token").value = confirmationToken.id;
    this.field("card_last4").value = confirmationToken.payment_method_preview?.card?.last4 ?? "";
    return "";
  }

  words(error) {
    const typed = error.type === "validation_error" || error.type === "card_error";
    return (typed && error.message) || this.dataset.failed;
  }

  say(words) {
    const line = this.querySelector("[data-error]");
    line.hidden = !words;
    line.lastElementChild.textContent = words;
    if (words) line.focus();
  }

  forget() {
    this.field("card_token").value = "";
  }
}

customElements.define("stripe-payment", StripePayment);
