// Comforts of every page. Nothing here is needed to buy; words come from data attributes, never from a script.

// A pressed button is busy until the answer comes. It is not disabled, so that it keeps the focus.
const underWay = new WeakSet();

function release(root) {
  for (const button of root.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
  if (root.matches?.('[aria-busy="true"]')) root.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // What answers into a frame leaves the page as it is.
  if (form.getAttribute("method") === "dialog" || event.submitter?.formTarget) return;
  if (!event.defaultPrevented) {
    if (underWay.has(form)) {
      event.preventDefault();
      return;
    }
    underWay.add(form);
    setTimeout(() => {
      underWay.delete(form);
      release(form);
    }, 10_000);
  }
  if (event.submitter?.matches(".btn")) event.submitter.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  if (event.detail?.ctx?.keepIndicators) return;
  release(event.target === document ? document.body : event.target);
});

// What cannot be used says so and does nothing; a sold-out radio can still be looked at.
document.addEventListener(
  "click",
  (event) => {
    if (!event.target.closest?.('button[aria-disabled="true"], a[aria-disabled="true"]')) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

// After a swap, and once at load, the focus goes where the answer marked it.
function focusMarked() {
  const marked = document.querySelector("[data-focus]");
  if (!marked) return;
  marked.removeAttribute("data-focus");
  marked.focus();
  // in a field that was filled in, one goes on typing at its end
  if (marked.matches('input[type="text"]')) marked.setSelectionRange(marked.value.length, marked.value.length);
}

document.addEventListener("htmx:after:swap", focusMarked);
focusMarked();

// A form that came back with errors is the answer to a post. Its place in the history becomes an ordinary visit, so that
// Back and reload open the page as it was saved instead of asking whether to send the form again.
if (performance.getEntriesByType("navigation")[0]?.responseStatus >= 400) history.replaceState(history.state, "", location.href);

// When the server cannot be reached or refuses, say it; what was typed stays.
function say(kind) {
  const region = document.getElementById("alert");
  if (region) region.textContent = kind ? region.dataset[kind] : "";
}

document.addEventListener("htmx:before:request", () => say(""));
document.addEventListener("htmx:error", () => say("failed"));
document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx.response.status;
  if (status >= 500) say("failed");
  else if (status !== 422 && status !== 409) say("refused");
});

// Back from the browser's page cache: nothing is busy any more, and the cart may have changed meanwhile.
addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  release(document.body);
  for (const form of document.forms) underWay.delete(form);
  const address = document.querySelector("[data-count-url]")?.dataset.countUrl;
  if (!address) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  const count = document.createRange().createContextualFragment(await answer.text());
  document.getElementById("cart-count")?.replaceWith(count);
});
