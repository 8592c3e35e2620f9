// A button that copies its data-copy and says so: in its own place and in the page's status line.
// Hidden where scripts are off; the text beside it can always be selected by hand.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.copy(event.target.closest("[data-copy]")));
  }

  async copy(button) {
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    const status = document.getElementById("status");
    if (status) status.textContent = button.dataset.copied;
    const words = button.querySelector("[data-words]");
    if (!words || words.dataset.words) return;
    words.dataset.words = words.textContent;
    words.textContent = button.dataset.copied;
    setTimeout(() => {
      words.textContent = words.dataset.words;
      words.dataset.words = "";
    }, 3000);
  }
}

customElements.define("copy-text", CopyText);
