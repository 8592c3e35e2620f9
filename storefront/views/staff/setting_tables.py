"""Fields with several inputs: a line of the price table, fee tiers, time slots, the shop's bank account."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext as _

from storefront.jinja import translate, yen
from storefront.shop.account import KINDS, AccountKind
from storefront.views.staff.setting_fields import Field, Texts

MOST_YEN = 9_999_999
MOST_DAYS = 60
MOST_TIERS, MOST_SLOTS, SPARE = 12, 10, 2
"""Rows of a table at most, and how many empty ones are kept at hand."""
SLOT = ("code", "starts", "ends", "ja", "en")
BANK = ("bank", "bank_code", "branch", "branch_code", "kind", "number", "holder")


@dataclass(frozen=True)
class RateLine(Field):
    """What a way costs to one region; None where it does not go there."""

    part: ClassVar[str] = "rate"

    @property
    def id(self) -> str:
        """Its price."""
        return f"{self.name}-price"

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        if value is None:
            return {}
        free = value["free_from"]
        return {
            f"{self.name}-goes": "1",
            f"{self.name}-price": str(value["price"]),
            f"{self.name}-days": str(value["days"]),
            f"{self.name}-free": "" if free is None else str(free),
        }

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        if texts.typed.get(f"{self.name}-goes") != "1":
            return None
        return {
            "price": texts.number(f"{self.name}-price", 0, MOST_YEN, need=True),
            "days": texts.number(f"{self.name}-days", 0, MOST_DAYS, need=True),
            "free_from": texts.number(f"{self.name}-free", 1, MOST_YEN, need=False),
        }

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        if value is None:
            return str(_("届けない"))
        said = _("%(price)s・%(days)s日", price=yen(value["price"]), days=value["days"])
        if value["free_from"] is None:
            return str(said)
        return str(_("%(rate)s・%(value)sから当社負担", rate=said, value=yen(value["free_from"])))


@dataclass(frozen=True)
class Tiers(Field):
    """Fee tiers as [up to, fee]."""

    part: ClassVar[str] = "tiers"

    @property
    def id(self) -> str:
        """The end of the first."""
        return f"{self.name}-0-to"

    def rows(self, typed: dict[str, str]) -> range:
        """The rows of the table: those in use, and some to spare."""
        return _rows(typed, self.name, ("to", "fee"), MOST_TIERS)

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        found = {}
        for place, (up_to, fee) in enumerate(value):
            found[f"{self.name}-{place}-to"] = str(up_to)
            found[f"{self.name}-{place}-fee"] = str(fee)
        return found

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        found = []
        for place in range(MOST_TIERS):
            name = f"{self.name}-{place}"
            if texts.plain(f"{name}-to") or texts.plain(f"{name}-fee"):
                up_to = texts.number(f"{name}-to", 1, MOST_YEN, need=True)
                found.append([up_to, texts.number(f"{name}-fee", 0, MOST_YEN, need=True)])
        ends = [up_to for up_to, _fee in found]
        if ends != sorted(set(ends), key=lambda end: end or 0) and not texts.errors:
            texts.errors[self.id] = _("「まで」の金額を、小さい順に一度ずつ書いてください。")
        return found

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        said = [_("%(sum)sまで %(fee)s", sum=yen(to), fee=yen(fee)) for to, fee in value]
        return str(_("、")).join(said) or str(_("手数料なし"))


@dataclass(frozen=True)
class Slots(Field):
    """The carrier's times of day."""

    part: ClassVar[str] = "slots"

    @property
    def id(self) -> str:
        """The code of the first."""
        return f"{self.name}-0-code"

    def rows(self, typed: dict[str, str]) -> range:
        """The rows of the table: those in use, and some to spare."""
        return _rows(typed, self.name, SLOT, MOST_SLOTS)

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {
            f"{self.name}-{place}-{word}": slot.get(word, "")
            for place, slot in enumerate(value)
            for word in SLOT
        }

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        found = []
        for place in range(MOST_SLOTS):
            name = f"{self.name}-{place}"
            slot = {word: texts.line(f"{name}-{word}")[:60] for word in ("ja", "en")}
            slot = {w: texts.plain(f"{name}-{w}")[:16] for w in ("code", "starts", "ends")} | slot
            if not any(slot.values()):
                continue
            for word in SLOT:
                if not slot[word]:
                    texts.errors[f"{name}-{word}"] = _("書いてください。")
            found.append(slot)
        return found

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        said = [f"{slot['ja']}（{slot['starts']}–{slot['ends']}）" for slot in value]
        return str(_("、")).join(said) or str(_("なし"))


@dataclass(frozen=True)
class Account(Field):
    """A bank account as `shop.account` packs it; {} for none."""

    part: ClassVar[str] = "account"

    @property
    def id(self) -> str:
        """The bank's name."""
        return f"{self.name}-bank"

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of accounts, by code."""
        return [(code, translate(words)) for code, words in KINDS.items()]

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {f"{self.name}-{word}": value.get(word, "") for word in BANK}

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        found = {word: texts.line(f"{self.name}-{word}")[:60] for word in BANK}
        for word in ("bank_code", "branch_code", "number"):
            found[word] = texts.plain(f"{self.name}-{word}")[:20]
        if not any(found[word] for word in BANK if word != "kind"):
            return {}
        if found["kind"] not in set(AccountKind):
            found["kind"] = AccountKind.ORDINARY.value
        return found

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        said = [value.get(word, "") for word in BANK if word != "kind"]
        return " ".join(filter(None, said)) or str(_("なし"))


def _rows(typed: dict[str, str], name: str, words: tuple[str, ...], most: int) -> range:
    used = [
        place
        for place in range(most)
        if any(typed.get(f"{name}-{place}-{word}", "").strip() for word in words)
    ]
    return range(min(most, max(used, default=-1) + 1 + SPARE))
