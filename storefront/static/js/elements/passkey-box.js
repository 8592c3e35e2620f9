// Asks this device for a passkey, puts its answer into the form around it, and sends that.
// data-create or data-get hold what to ask for (WebAuthn's JSON); data-failed what to say when it came to nothing.
// Goes where there are no passkeys: the code beside it works everywhere.
class PasskeyBox extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!window.PublicKeyCredential || !button) {
      this.remove();
      return;
    }
    button.addEventListener("click", () => this.ask(button));
  }

  async ask(button) {
    const form = this.closest("form");
    const failed = this.querySelector("[data-failed]");
    if (failed) failed.textContent = "";
    button.disabled = true;
    try {
      const made = this.dataset.create
        ? await navigator.credentials.create({ publicKey: toCreate(JSON.parse(this.dataset.create)) })
        : await navigator.credentials.get({ publicKey: toGet(JSON.parse(this.dataset.get)) });
      form.elements.namedItem("factor_answer").value = JSON.stringify(answerOf(made));
      form.requestSubmit();
    } catch {
      if (failed) failed.textContent = failed.dataset.failed;
    } finally {
      button.disabled = false;
    }
  }
}

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function toCreate(asked) {
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
  };
}

function toGet(asked) {
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: named(asked.allowCredentials),
  };
}

function answerOf(made) {
  const response = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = text(made.response[part]);
  }
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response,
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

customElements.define("passkey-box", PasskeyBox);
