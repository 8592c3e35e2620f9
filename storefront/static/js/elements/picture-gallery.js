// Shows a small picture large, in its place. Where it stands for another variant it chooses that one instead.
// Without this every small picture is a link to its large file, or to the page with that variant.
class PictureGallery extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent(event) {
    const thumb = event.target.closest(".gallery__thumb");
    if (!thumb || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const radio = thumb.dataset.sku && document.querySelector('#buy-box [name="sku"][value="' + CSS.escape(thumb.dataset.sku) + '"]');
    if (thumb.dataset.sku && !radio) return;
    event.preventDefault();
    if (radio) radio.click();
    else this.show(thumb);
  }

  show(thumb) {
    const main = this.querySelector(".gallery__main");
    const plate = thumb.querySelector(".plate").cloneNode(true);
    for (const source of plate.querySelectorAll("[sizes]")) source.sizes = this.dataset.sizes;
    const image = plate.querySelector("img");
    image.removeAttribute("loading");
    image.alt = thumb.dataset.alt;
    main.replaceChildren(plate);
    main.href = thumb.href;
    for (const other of this.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    thumb.setAttribute("aria-current", "true");
  }
}

customElements.define("picture-gallery", PictureGallery);
