"""What a browser calls itself, in two words a person knows it by."""

from flask import request

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_words() -> str:
    """Firefox, Windows; empty for one nobody knows. It may lie: for recognising, never for deciding."""
    said = request.user_agent.string
    found = [next((name for sign, name in names if sign in said), "") for names in (BROWSERS, SYSTEMS)]  # fmt: skip
    return ", ".join(filter(None, found))
