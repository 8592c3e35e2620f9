// Single keys on staff's list of orders, while no field has the focus: / search, j and k the next and the previous order,
// x picks it, Enter opens it, ? shows them. Switched off with data-off.
class OrderKeys extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("data-off")) return;
    this.listener = (event) => this.pressed(event);
    document.addEventListener("keydown", this.listener);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  get rows() {
    return [...this.querySelectorAll("[data-row]")];
  }

  get row() {
    return document.activeElement?.closest?.("[data-row]") ?? null;
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const at = document.activeElement;
    const ticking = at?.matches?.('[data-row] input[type="checkbox"]');
    if (document.querySelector("dialog[open]") || (!ticking && at?.closest?.("input, select, textarea, [contenteditable]"))) return;
    const act = { "/": this.search, j: () => this.move(1), k: () => this.move(-1), x: this.pick, Enter: ticking && this.open, "?": this.help }[event.key];
    if (!act) return;
    event.preventDefault();
    act.call(this);
  }

  search() {
    const field = document.getElementById("q");
    field.focus();
    field.select();
  }

  move(by) {
    const rows = this.rows;
    const next = this.row ? rows[rows.indexOf(this.row) + by] : rows[by > 0 ? 0 : rows.length - 1];
    next?.querySelector("a").focus();
  }

  pick() {
    this.row?.querySelector('input[type="checkbox"]:not(:disabled)')?.click();
  }

  open() {
    this.row?.querySelector("a").click();
  }

  help() {
    const dialog = this.querySelector("template").content.cloneNode(true).firstElementChild;
    dialog.addEventListener("close", () => dialog.remove(), { once: true });
    this.append(dialog);
    dialog.showModal();
  }
}

customElements.define("order-keys", OrderKeys);
