"""What a change of an offer comes to: for the audit, and for two people who wrote at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.offers.kinds import Placement
from storefront.offers.written import Written
from storefront.views.staff.offer_form import good_typed, moment_typed
from storefront.views.staff.offer_words import AUDIENCES, KINDS, PLACEMENTS, SOURCES

NAMES: dict[str, LazyString] = {
    "kind": _l("種類"),
    "placements": _l("場所"),
    "title": _l("見出し"),
    "reason": _l("お客さまに役立つわけ"),
    "source": _l("商品の選び方"),
    "goods": _l("商品"),
    "percent_off": _l("値引き（%）"),
    "products": _l("きっかけの商品"),
    "variants": _l("きっかけのSKU"),
    "categories": _l("きっかけの分類"),
    "audience": _l("相手"),
    "goods_from": _l("商品の合計（円から）"),
    "goods_to": _l("商品の合計（円まで）"),
    "starts_at": _l("始まり"),
    "ends_at": _l("終わり"),
    "next_code": _l("断られたあと"),
    "rollout_percent": _l("見せる割合（%）"),
    "most_ignored": _l("答えのない表示（回）"),
    "quiet_days": _l("お休み（日）"),
}
"""What staff may change."""


@dataclass(frozen=True)
class Difference:
    """One field that two people wrote differently, both ways in words; the id of the field it stands in."""

    name: str
    theirs: str
    mine: str


def told_of(written: Written) -> dict[str, Any]:
    """An offer for the audit: plain values, as the table keeps them."""
    told: dict[str, Any] = {name: getattr(written, name) for name in NAMES}
    for name in ("starts_at", "ends_at"):
        told[name] = told[name].isoformat() if told[name] else None
    told["placements"] = [one.value for one in Placement if one in written.placements]
    told["goods"] = [good_typed(good) for good in written.goods]
    for name in ("products", "variants", "categories"):
        told[name] = list(told[name])
    return told


def changed(before: Written | None, after: Written) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """What was and what is, of the fields that differ; of a new offer all that is."""
    new = told_of(after)
    if before is None:
        return None, new
    old = told_of(before)
    differs = [name for name in NAMES if old[name] != new[name]]
    return {name: old[name] for name in differs}, {name: new[name] for name in differs}


def differences(theirs: Written, mine: Written) -> list[Difference]:
    """Where what is stored now and what was typed are not the same."""
    return [
        Difference(str(NAMES[name]), _words(name, theirs), _words(name, mine))
        for name in NAMES
        if getattr(theirs, name) != getattr(mine, name)
    ]


def _words(name: str, written: Written) -> str:
    """A field as somebody reads it."""
    found = getattr(written, name)
    parts: Sequence[str]
    match name:
        case "kind":
            parts = [str(KINDS[written.kind])]
        case "audience":
            parts = [str(AUDIENCES[written.audience])]
        case "source":
            parts = [str(SOURCES[written.source])]
        case "placements":
            parts = [str(PLACEMENTS[one]) for one in Placement if one in written.placements]
        case "title" | "reason":
            parts = [words for words in found.values() if words]
        case "goods":
            parts = [good_typed(good) for good in written.goods]
        case "starts_at" | "ends_at":
            parts = [moment_typed(found)]
        case "products" | "variants" | "categories":
            parts = found
        case _:
            parts = [] if found is None else [str(found)]
    return " / ".join(parts) or str(_("なし"))
