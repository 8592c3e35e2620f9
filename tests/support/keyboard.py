"""A hand that has only a keyboard: every stop must be seen, whole and not under the header, with a ring around it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_STOPS = 120

LOOK = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.matches('input[type=radio], input[type=checkbox]') ? at.closest('label') : null;
  const seen = label || at;
  const box = seen.getBoundingClientRect();
  const xs = [box.left + 2, (box.left + box.right) / 2, box.right - 2], ys = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
  const hits = xs.flatMap(x => ys.map(y => document.elementFromPoint(x, y))).filter(Boolean);
  const covers = hits.find(hit => !seen.contains(hit) && !hit.contains(seen) && !hit.closest('label')?.contains(at));
  const ring = [at, label].some(e => e && getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2);
  return {
    name: (at.getAttribute('aria-label') || seen.innerText || at.name || at.id || at.tagName).trim().replace(/\\s+/g, ' ').slice(0, 60),
    top: box.top, bottom: box.bottom, left: box.left, right: box.right,
    high: innerHeight, wide: innerWidth, covered_by: covers ? covers.className || covers.tagName : '',
    ring: ring || !at.matches(':focus-visible'),
  };
}"""


@dataclass(frozen=True)
class Stop:
    """Where the focus stands: the box of what is focused, and what lies over it."""

    name: str
    top: float
    bottom: float
    left: float
    right: float
    high: float
    wide: float
    covered_by: str
    ring: bool

    @property
    def hidden(self) -> str:
        """What keeps it from being seen whole; "" when nothing does, or when it is larger than the window."""
        if self.right - self.left < 2 or self.bottom - self.top < 2:
            return "has no size"
        if self.left < -1 or self.right > self.wide + 1:
            return "stands beside the window"
        if (self.top < -1 and self.bottom < self.high) or (
            self.bottom > self.high + 1 and self.top > 0
        ):
            return "is outside the window"
        if self.covered_by:
            return f"lies under {self.covered_by}"
        return "" if self.ring else "shows no ring"


class Keyboard:
    """Presses keys on a page and looks where the focus is after each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops: list[str] = []

    def press(self, key: str, times: int = 1) -> "Keyboard":
        """Press a key, with no look at the focus."""
        for _ in range(times):
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> "Keyboard":
        """Type into what has the focus."""
        self.page.keyboard.insert_text(text)
        return self

    def tab(self, key: str = "Tab") -> Stop | None:
        """One stop on; fails when it cannot be seen. None at the edge of the page."""
        self.page.keyboard.press(key)
        told = self.page.evaluate(LOOK)
        if told is None:
            return None
        stop = Stop(**told)
        self.stops.append(stop.name)
        assert not stop.hidden, f"{stop.name} {stop.hidden}: {stop} on {self.page.url}"
        return stop

    def tab_to(self, target: Locator, key: str = "Tab") -> "Keyboard":
        """On until the target has the focus; fails when it cannot be reached."""
        for _ in range(MOST_STOPS):
            self.tab(key)
            if self.on(target):
                return self
        raise AssertionError(f"{target} is not reached by {key}: {self.stops[-MOST_STOPS:]}")

    def on(self, target: Locator) -> bool:
        """Whether the target has the focus."""
        return bool(target.first.evaluate("e => e === document.activeElement"))
