"""An offer as staff type it: kept as it was typed, read as far as it can be, each fault at its field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _

from storefront.clock import SHOP_ZONE, shop_time
from storefront.locales import LOCALES, Text
from storefront.money import Yen
from storefront.offers.kinds import Audience, Kind, Placement, Source
from storefront.offers.written import Written, WrittenGood
from storefront.views.staff.typed import number_typed

Closed = TypeVar("Closed", bound=StrEnum)

LONGEST = {"title": 60, "reason": 200}
"""Signs of a text in one language."""
MOST_LINES, MOST_NAMES = 24, 40
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"new", "preview", "figures"})
"""Addresses of pages."""
GOOD = re.compile(
    r"(?P<sku>[A-Z0-9][A-Z0-9-]{0,39})(?:[\s×x*,、]+(?P<quantity>\d{1,2})(?:点|個)?)?(?:[\s,、]+(?P<percent>\d{1,3})%)?",
    re.I,
)
"""SLEEP-90 3 10%: a SKU, how many, and for a step the per cent."""
FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass
class OfferForm:
    """`typed` by the fields' names, `unread` the faults of what cannot even be read; `written` is all the rest.

    `errors` is what the page says at the fields.
    """

    typed: Mapping[str, str]
    written: Written
    unread: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed there."""
        return self.typed.get(name, "")

    @property
    def wrong_places(self) -> str:
        """What is wrong with the placements, which are one field to the eye."""
        names = (f"at-{place.value}" for place in Placement)
        return " ".join(self.errors[name] for name in names if name in self.errors)


def form_of(written: Written) -> OfferForm:
    """An offer that is stored, as it would be typed."""
    fields = {
        "code": written.code,
        "kind": written.kind.value,
        "source": written.source.value,
        "audience": written.audience.value,
        "goods": "\n".join(good_typed(good) for good in written.goods),
        "products": " ".join(written.products),
        "variants": " ".join(written.variants),
        "categories": " ".join(written.categories),
        "goods-from": str(written.goods_from or ""),
        "goods-to": "" if written.goods_to is None else str(written.goods_to),
        "starts": moment_typed(written.starts_at),
        "ends": moment_typed(written.ends_at),
        "percent": str(written.percent_off or ""),
        "next": written.next_code,
        "rollout": str(written.rollout_percent),
        "ignored": str(written.most_ignored),
        "quiet": str(written.quiet_days),
        **{f"at-{place.value}": "1" for place in written.placements},
        **{f"title-{code}": written.title.get(code, "") for code in LOCALES},
        **{f"reason-{code}": written.reason.get(code, "") for code in LOCALES},
    }
    return OfferForm(fields, written)


def read_form(
    typed: Mapping[str, str], code: str = "", position: int = 0, downsells: Sequence[str] = ()
) -> OfferForm:
    """Read what was typed; `code` is that of an offer that has one, `downsells` what may follow a no."""
    errors: dict[str, str] = {}
    texts = _Fields({name: _clean(text) for name, text in typed.items()}, errors)
    following = texts.value("next")
    if following and following not in downsells:
        errors["next"], following = _("一覧から選んでください。"), ""
    written = Written(
        code=code or texts.code(),
        kind=texts.closed("kind", Kind, Kind.CROSS_SELL),
        placements=frozenset(one for one in Placement if texts.value(f"at-{one.value}")),
        title=texts.text("title"),
        reason=texts.text("reason"),
        source=texts.closed("source", Source, Source.NAMED),
        goods=texts.goods(),
        percent_off=texts.number("percent", 0, 999, 0),
        products=texts.names("products"),
        variants=tuple(name.upper() for name in texts.names("variants")),
        categories=texts.names("categories"),
        audience=texts.closed("audience", Audience, Audience.EVERYONE),
        goods_from=texts.number("goods-from", 0, 9_999_999, 0),
        goods_to=texts.yen_or_none("goods-to"),
        starts_at=texts.moment("starts"),
        ends_at=texts.moment("ends"),
        next_code=following,
        rollout_percent=texts.number("rollout", 0, 100, 100),
        most_ignored=texts.number("ignored", 1, 99, 3),
        quiet_days=texts.number("quiet", 1, 365, 14),
        position=position,
    )
    return OfferForm({**typed, "code": written.code} if code else typed, written, errors, errors)


def goods_typed(text: str) -> tuple[list[WrittenGood], list[str]]:
    """Goods, one a line, and the lines that are none."""
    goods: list[WrittenGood] = []
    wrong: list[str] = []
    for line in _plain(_clean(text)).splitlines()[: MOST_LINES + 1]:
        if not line.strip():
            continue
        if (found := GOOD.fullmatch(line.strip())) is None or found["quantity"] in {"0", "00"}:
            wrong.append(line.strip()[:40])
        else:
            count, percent = int(found["quantity"] or 1), int(found["percent"] or 0)
            goods.append(WrittenGood(found["sku"].upper(), count, percent))
    return goods, wrong


def good_typed(good: WrittenGood) -> str:
    """SLEEP-90 3 10%."""
    many = f" {good.quantity}" if good.quantity > 1 or good.percent_off else ""
    return f"{good.sku}{many}{f' {good.percent_off}%' if good.percent_off else ''}"


def moment_typed(moment: datetime | None) -> str:
    """2026-12-01 10:00 on the shop's clock, "" for none."""
    return shop_time(moment).strftime(FORMS[0]) if moment else ""


def _clean(text: str) -> str:
    """Without signs that nobody can see."""
    return "".join(sign for sign in text if sign.isprintable() or sign in {"\n", "\u3000"})


def _plain(text: str) -> str:
    """Half width."""
    return unicodedata.normalize("NFKC", text)


@dataclass
class _Fields:
    """What was typed, cleaned; reading a field that cannot be read leaves a fault and gives the usual value."""

    typed: Mapping[str, str]
    errors: dict[str, str]

    def value(self, name: str) -> str:
        return " ".join(_plain(self.typed.get(name, "")).split())

    def code(self) -> str:
        code = self.value("code")
        if not CODE.fullmatch(code) or len(code) > 40:
            self.errors["code"] = _("半角の小文字と数字とハイフンで、40文字までで書いてください。")
        elif code in RESERVED:
            self.errors["code"] = _("この名前は使えません。ほかの名前にしてください。")
        return code

    def text(self, name: str) -> Text:
        texts: Text = {
            code: " ".join(self.typed.get(f"{name}-{code}", "").split()) for code in LOCALES
        }
        for code, words in texts.items():
            if len(words) > LONGEST[name]:
                self.errors[f"{name}-{code}"] = _("%(most)s文字までです。", most=LONGEST[name])
        return texts

    def closed(self, name: str, words: type[Closed], usual: Closed) -> Closed:
        said = self.value(name)
        if said in {one.value for one in words}:
            return words(said)
        if said:
            self.errors[name] = _("一覧から選んでください。")
        return usual

    def number(self, name: str, least: int, most: int, usual: int) -> int:
        if not self.value(name):
            return usual
        found = number_typed(self.value(name).rstrip("%"))
        if found is None or not least <= found <= most:
            self.errors[name] = _(
                "%(least)sから%(most)sまでの数で書いてください。", least=least, most=most
            )
            return usual
        return found

    def yen_or_none(self, name: str) -> Yen | None:
        return self.number(name, 0, 9_999_999, 0) if self.value(name) else None

    def moment(self, name: str) -> datetime | None:
        """A day begins at midnight, on the shop's clock."""
        said = self.value(name).replace("T", " ").replace("/", "-")
        if not said:
            return None
        for form in FORMS:
            try:
                found = datetime.strptime(said, form).replace(tzinfo=SHOP_ZONE)
            except ValueError:
                continue
            if 2000 <= found.year < 2100:
                return found.astimezone(UTC)
        self.errors[name] = _("2026-12-01 10:00 のように、ある日時を書いてください。")
        return None

    def names(self, name: str) -> tuple[str, ...]:
        found = dict.fromkeys(re.split(r"[\s,、]+", self.value(name).strip(" ,、")))
        said = tuple(one for one in found if one)
        if len(said) > MOST_NAMES or any(len(one) > 80 for one in said):
            self.errors[name] = _("%(most)s個までにしてください。", most=MOST_NAMES)
            return ()
        return said

    def goods(self) -> tuple[WrittenGood, ...]:
        goods, wrong = goods_typed(self.typed.get("goods", ""))
        twice = len({(one.sku, one.quantity) for one in goods}) < len(goods)
        if wrong:
            self.errors["goods"] = _("読めない行があります：%(line)s", line=wrong[0])
        elif twice:
            self.errors["goods"] = _("同じSKUと点数の行が二つあります。")
        elif len(goods) > MOST_LINES:
            self.errors["goods"] = _("%(most)s行までにしてください。", most=MOST_LINES)
        return tuple(dict.fromkeys(goods))
