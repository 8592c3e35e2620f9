"""Looking at a page as it lies on the screen: does it stand still, does it fit, are its pictures there?"""

from playwright.sync_api import Page

SHIFTS = """() => new Promise(done => {
  const seen = [];
  const told = node => node?.nodeType === 1 ? `${node.tagName.toLowerCase()}.${node.className}` : node?.textContent?.slice(0, 30);
  new PerformanceObserver(list => {
    for (const one of list.getEntries().filter(e => !e.hadRecentInput))
      seen.push(...one.sources.map(s => `${told(s.node)} from ${s.previousRect.y} to ${s.currentRect.y}`));
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(seen), 60);
})"""
OVER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 5)"""
BROKEN = "[...document.images].filter(i => i.complete && !i.naturalWidth && i.loading !== 'lazy').map(i => i.src)"


def shifts(page: Page) -> list[str]:
    """What moved by itself since the page was opened; each piece with where from and where to."""
    page.wait_for_load_state("load")
    return list(page.evaluate(SHIFTS))


def sticking_out(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(page.evaluate(OVER))


def broken_pictures(page: Page) -> list[str]:
    """Pictures that are due and did not come."""
    return list(page.evaluate(BROKEN))


def at_fault(page: Page) -> list[str]:
    """All that is wrong with how a page lies there, each with its address."""
    found = shifts(page) + sticking_out(page) + broken_pictures(page)
    return [f"{page.url}: {one}" for one in found]
