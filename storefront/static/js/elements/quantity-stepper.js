// − and + around a number. Plain buttons change the number here; submit buttons (data-submits) are the form's own
// business, and there a typed number submits by itself.
class QuantityStepper extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("change", this);
  }

  handleEvent(event) {
    if (event.type === "change") this.changed();
    else this.step(event.target.closest('[data-step][type="button"]'));
  }

  get input() {
    return this.querySelector('input[type="number"]');
  }

  step(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const before = this.input.value;
    this.input.value ||= this.input.min;
    this.input.stepUp(Number(button.dataset.step));
    if (this.input.value !== before) this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  changed() {
    const { value, min, max } = this.input;
    const number = Number(value);
    this.mark('[data-step="-1"]', number <= Number(min));
    this.mark('[data-step="1"]', max !== "" && number >= Number(max));
    if (this.hasAttribute("data-submits") && value !== "") this.input.form?.requestSubmit();
  }

  mark(selector, off) {
    const button = this.querySelector(selector);
    if (off) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
  }
}

customElements.define("quantity-stepper", QuantityStepper);
