// Keeps the chosen variant in the address (?sku=), so that the page can be sent to somebody as it is.
// Price, stock and picture are the server's answer, fetched by the radios themselves.
class VariantPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.name !== "sku") return;
      const address = new URL(location.href);
      address.searchParams.set("sku", event.target.value);
      history.replaceState(history.state, "", address);
    });
  }
}

customElements.define("variant-picker", VariantPicker);
