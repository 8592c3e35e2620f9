"""What is wrong with something that is to be stored: each fault has a name, a place, and words for whoever entered it."""

from dataclasses import dataclass

from storefront.locales import LOCALES, Text, choose


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` is what was broken; `thing` names the row it stands in; `words` say it in both languages."""

    rule: str
    thing: str
    words: Text

    def __str__(self) -> str:
        return f"{self.thing}: " + " / ".join(choose(self.words, locale) for locale in LOCALES)


def fault(rule: str, thing: str, ja: str, en: str) -> Fault:
    """A fault with its words."""
    return Fault(rule, thing, {"ja": ja, "en": en})
