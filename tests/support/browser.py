"""The Chromium the tests walk the shop with: CHROME_PATH, or one on the PATH, or Playwright's own."""

import os
import shutil
from typing import Any

from playwright.sync_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
REMEDY = (
    "No Chromium that works was found. `make test` gets one where it may; else install one "
    "(Debian: apt-get install chromium fonts-noto-cjk) or name it: CHROME_PATH=/path/to/chrome make test"
)


class NoBrowser(Exception):
    """No browser works here; the message names the remedy."""


def open_browser(playwright: Playwright) -> Browser:
    """Start the first browser that shows a page. Raises NoBrowser, with what each one said."""
    said = []
    for path in candidates():
        try:
            browser = playwright.chromium.launch(**launch_options(path))
            page = browser.new_page()
            page.set_content("<title>茶</title>")
            page.close()
        except Error as error:
            said.append(f"{path or 'Playwright’s own'}: {str(error).strip().splitlines()[0]}")
        else:
            return browser
    raise NoBrowser("\n".join([REMEDY, *said]))


def candidates() -> list[str | None]:
    """Where a browser may be, best first; None stands for the one Playwright downloads."""
    if named := os.environ.get("CHROME_PATH"):
        return [named]
    return [*filter(None, map(shutil.which, NAMES)), None]


def launch_options(path: str | None) -> dict[str, Any]:
    """What Playwright is told. No sandbox: it refuses root and most containers, and the pages are ours."""
    return {
        "executable_path": path,
        "chromium_sandbox": False,
        "args": ["--disable-dev-shm-usage", "--font-render-hinting=none", NO_NETWORK],
    }
