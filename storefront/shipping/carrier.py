"""Who carries parcels, and where each lets people see how far theirs are."""

import re
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select

from storefront.extensions import db
from storefront.shipping.method import ShippingMethod


class Carrier(StrEnum):
    """A carrier of the country; other: somebody else, of whom no page is known."""

    YAMATO = "yamato"
    SAGAWA = "sagawa"
    JAPAN_POST = "japanpost"
    OTHER = "other"


_PAGES = {
    Carrier.YAMATO: "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno={}",
    Carrier.SAGAWA: "https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo={}",
    Carrier.JAPAN_POST: "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={}",
}
_FIGURES = {
    Carrier.YAMATO: re.compile(r"\d{12}"),
    Carrier.SAGAWA: re.compile(r"\d{12}"),
    Carrier.JAPAN_POST: re.compile(r"\d{11,13}|[A-Z]{2}\d{9}[A-Z]{2}"),
    Carrier.OTHER: re.compile(r"[0-9A-Z]{6,20}"),
}
"""What a number of theirs looks like, without hyphens and spaces."""


def carrier_of(code: str) -> Carrier:
    """The carrier of a code; OTHER for one that nobody knows."""
    return Carrier(code) if code in set(Carrier) else Carrier.OTHER


def bare(number: str) -> str:
    """A number without the hyphens and spaces it is read with, in capitals."""
    return re.sub(r"[\s-]", "", number).upper()


def spellings(number: str) -> set[str]:
    """How a number may have been written down: as it is, bare, and its figures in groups of four as on the slips."""
    plain = bare(number)
    return {number, plain, "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))}


def well_formed(carrier: Carrier, number: str) -> bool:
    """Whether a number can be one of this carrier's."""
    return _FIGURES[carrier].fullmatch(bare(number)) is not None


def tracking_links(code: str, numbers: str) -> list[tuple[str, str]]:
    """Each number of a parcel ("4912-3456-7890, 4912-…") with the page that tells how far it is, "" where none is known."""
    carrier, found = carrier_of(code), [one.strip() for one in numbers.split(",") if one.strip()]
    page = _PAGES.get(carrier, "")
    return [(one, page.format(bare(one)) if well_formed(carrier, one) else "") for one in found]


def carriers_of(ways: Sequence[str]) -> dict[str, Carrier]:
    """Who carries what goes by these ways to send; one statement, none for nothing."""
    if not ways:
        return {}
    asked = select(ShippingMethod.code, ShippingMethod.carrier)
    rows = db.session.execute(asked.where(ShippingMethod.code.in_(sorted(set(ways)))))
    return {code: carrier_of(carrier) for code, carrier in rows}
