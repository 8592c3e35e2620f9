"""Claims in words: what has passed the gate, as the product page and the page of evidence say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.claims.claim import Best, Kind, Until, Was
from storefront.claims.gate import Shown, Subject
from storefront.clock import shop_time
from storefront.jinja import MONTHS_EN, format_time, hole, locale_code, translate, yen
from storefront.locales import Text
from storefront.money import Yen
from storefront.views.shipping_words import clock_words


@dataclass(frozen=True)
class BestSeller:
    """人気No.1 of a shelf, with its period in words."""

    shelf: Text
    period: str


@dataclass(frozen=True)
class Reason:
    """A claim about a price in words; `over` is an attribute that hides it once its time is over, in kept pages too."""

    words: str
    over: str = ""


@dataclass(frozen=True)
class Evidence:
    """A claim shown at present, and what proves it in words; `over` as with a Reason."""

    url: str
    title: str
    words: str
    over: str = ""


def best_of(shown: Sequence[Shown]) -> BestSeller | None:
    """That the product sells best on its shelf, if that may be said."""
    for one in shown:
        if isinstance(one.proof, Best):
            return BestSeller(one.subject.shelf, period(one.proof.first_on, one.proof.last_on))
    return None


def was_of(shown: Sequence[Shown], variant_id: int) -> Yen | None:
    """A variant's struck-out price."""
    for one in shown:
        if isinstance(one.proof, Was) and one.subject.variant_id == variant_id:
            return one.proof.past.price
    return None


def reasons_for(shown: Sequence[Shown], variant_id: int) -> tuple[Reason, ...]:
    """What may be said of a variant's price: the saving with its period, and how long it holds."""
    proofs = [one.proof for one in shown if one.subject.variant_id == variant_id]
    saving = [Reason(_saving(proof)) for proof in proofs if isinstance(proof, Was)]
    ending = [Reason(_until(proof), _over(proof)) for proof in proofs if isinstance(proof, Until)]
    return (*saving, *ending)


def evidence(shown: Sequence[Shown], kind: Kind) -> list[Evidence]:
    """The claims of a kind that the shop makes now, each with its figures."""
    return [
        Evidence(
            address(one.subject),
            _title(one),
            _evidence(one),
            _over(one.proof) if isinstance(one.proof, Until) else "",
        )
        for one in shown
        if one.kind is kind
    ]


def address(subject: Subject) -> str:
    """The page of the variant."""
    return url_for("catalog.product", slug=subject.slug, sku=subject.sku)


def period(first: date, last: date) -> str:
    """2026年4月1日〜11月15日 / 1 Apr – 15 Nov 2026, both days included."""
    if locale_code() == "ja":
        year = f"{last.year}年" if last.year != first.year else ""
        begin = f"{first.year}年{first.month}月{first.day}日"
        return f"{begin}〜{year}{last.month}月{last.day}日"
    year = f" {first.year}" if last.year != first.year else ""
    begin = f"{first.day} {MONTHS_EN[first.month - 1]}{year}"
    end = f"{last.day} {MONTHS_EN[last.month - 1]} {last.year}"
    return f"{_unbroken(begin)} – {_unbroken(end)}"


def _unbroken(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _title(one: Shown) -> str:
    name = translate(one.subject.name)
    if one.kind is Kind.BEST:
        return name
    return str(_("%(name)s %(label)s", name=name, label=translate(one.subject.label)))


def _saving(was: Was) -> str:
    past, saving = was.past, yen(was.saving)
    time = period(past.first_on, past.last_on)
    if past.unbroken:
        return str(_("%(saving)sお得。%(period)sの価格と比べて", saving=saving, period=time))
    return str(
        _(
            "%(saving)sお得。%(period)sのうち%(days)s日間の価格と比べて",
            saving=saving,
            period=time,
            days=past.days,
        )
    )


def _until(until: Until) -> str:
    return str(
        _(
            "この価格は本日%(time)sまで。そのあとは%(price)s",
            time=_clock(until.at),
            price=yen(until.price),
        )
    )


def _over(until: Until) -> Markup:
    return hole(f"over:{int(until.at.timestamp())}")


def _evidence(one: Shown) -> str:
    match one.proof:
        case Was() as was:
            past = was.past
            return str(
                _(
                    "以前の価格%(was)s、いまの価格%(price)s。%(period)sに販売した価格で、昨日までの%(of)s日のうち%(days)s日がこの価格でした",
                    was=yen(past.price), price=yen(one.subject.price),
                    period=period(past.first_on, past.last_on), of=past.of_days, days=past.days,
                )
            )  # fmt: skip
        case Best() as best:
            return str(
                _(
                    "「%(shelf)s」で%(period)sに%(pieces)s点が売れました",
                    shelf=translate(one.subject.shelf),
                    period=period(best.first_on, best.last_on),
                    pieces=best.pieces,
                )
            )
        case Until() as until:
            return _until(until)
    return ""


def _clock(moment: datetime) -> str:
    """18時, 18:30, and 24時 for the end of the day."""
    local = shop_time(moment)
    if local.minute or local.second:
        return format_time(moment)
    if not local.hour:
        return str(_("24時"))
    return clock_words(local.time(), locale_code())
