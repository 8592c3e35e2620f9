// Escape and leaving the field close the suggestions; what was typed stays. The links are the server's answer.
class SearchBox extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this);
    this.addEventListener("focusout", this);
  }

  handleEvent(event) {
    if (event.type === "focusout") {
      if (!this.contains(event.relatedTarget) && event.relatedTarget) this.close();
      return;
    }
    if (event.key !== "Escape" || !this.list) return;
    event.preventDefault();
    this.close();
    this.querySelector("input").focus();
  }

  get list() {
    return this.querySelector("#suggestions > *");
  }

  close() {
    this.querySelector("#suggestions").replaceChildren();
  }
}

customElements.define("search-box", SearchBox);
