// Light, dark or as the device says: shown at once, then told to the server, which keeps it in a cookie.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.choose(event.target.value, event.target.form));
  }

  async choose(theme, form) {
    const root = document.documentElement;
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    const told = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
    }).catch(() => null);
    if (!told || (told.type !== "opaqueredirect" && !told.ok)) form.requestSubmit();
  }
}

customElements.define("theme-switch", ThemeSwitch);
