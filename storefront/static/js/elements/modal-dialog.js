// Opens the <dialog> it holds as soon as it arrives in the page, and leaves with it.
// The browser moves and returns the focus, keeps the rest inert and closes on Escape.
class ModalDialog extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    if (!dialog || this.hasAttribute("data-inline")) return;
    dialog.addEventListener("close", () => this.remove(), { once: true });
    if (!("closedBy" in HTMLDialogElement.prototype)) {
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    }
    dialog.showModal();
    dialog.querySelector("h2")?.focus();
  }
}

customElements.define("modal-dialog", ModalDialog);
