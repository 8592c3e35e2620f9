"""Make sure the tests have a Chromium and a Japanese font, before they start.

`python -m tests.support.browser_install` is content with what is here; else it takes Playwright's own
download, else, as root, Debian's packages. What stays missing is an error that names the remedy.
A browser counts only once it has shown a page: a downloaded one may lack libraries of the system.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.support.browser import NoBrowser, open_browser

STEP_SECONDS = 300
UNATTENDED = {
    "DEBIAN_FRONTEND": "noninteractive",
    "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000",
}
PLAYWRIGHTS_OWN = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
FONT_REMEDY = "No Japanese font was found. Install one (Debian: apt-get install fonts-noto-cjk)"


def make_sure_of_browser() -> None:
    """Raises NoBrowser when none works and none can be had."""
    named = "CHROME_PATH" in os.environ  # then that one and no other
    if not named and not browser_works():
        run(PLAYWRIGHTS_OWN)
        if not browser_works():
            install_from_debian("chromium", "fonts-noto-cjk")
    with sync_playwright() as playwright:
        open_browser(playwright).close()


def browser_works() -> bool:
    """Whether some browser here shows a page."""
    with sync_playwright() as playwright:
        try:
            open_browser(playwright).close()
        except NoBrowser:
            return False
    return True


def make_sure_of_japanese_font() -> None:
    """Without one, every Japanese page would be measured in empty boxes. Raises NoBrowser."""
    if not has_japanese_font():
        install_from_debian("fontconfig", "fonts-noto-cjk")
    if not has_japanese_font():
        raise NoBrowser(FONT_REMEDY)


def has_japanese_font() -> bool:
    """Whether the system lists one; other systems than Linux bring theirs."""
    if sys.platform != "linux":
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def install_from_debian(*names: str) -> None:
    """Install packages of the system, if this is Debian and we are root; else do nothing."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "-qq", "update"])
        run(["apt-get", "-qq", "-y", "--no-install-recommends", "install", *names])


def run(command: list[str]) -> None:
    """Run one step and go on whatever comes of it: what counts is checked afterwards."""
    print("The tests need a browser:", " ".join(command), flush=True)
    try:
        subprocess.run(
            command,
            env=os.environ | UNATTENDED,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
            timeout=STEP_SECONDS,
        )
    except subprocess.TimeoutExpired:
        print(f"gave up after {STEP_SECONDS} seconds", flush=True)


if __name__ == "__main__":
    try:
        make_sure_of_browser()
        make_sure_of_japanese_font()
    except NoBrowser as error:
        sys.exit(str(error))
