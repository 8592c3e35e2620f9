"""What the shop suggests from its first day: the offers of one file, each checked as the editor checks it."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storefront.extensions import db
from storefront.offers.checking import BadOffer, known_for
from storefront.offers.checks import problems
from storefront.offers.kinds import Kind, OfferState, Placement, Source
from storefront.offers.offer import Offer
from storefront.offers.written import Written, WrittenGood, store

OFFERS = "offers.toml"
AS_TOLD = ("code", "title", "reason", "percent_off", "goods_from", "goods_to")


def load(folder: Path, now: datetime) -> None:
    """Publish the offers in a shop that has none; once there is one, all of them are the staff's. The caller commits.

    Raises BadOffer for one that may not be published, before anything is written.
    """
    if db.session.scalar(select(Offer.id).limit(1)) is not None:
        return
    offers = read(folder)
    known = known_for(offers, now)
    for one in offers:
        if found := problems(one, known):
            raise BadOffer(one.code, found)
    for one in offers:
        store(one, now, OfferState.PUBLISHED)


def read(folder: Path) -> list[Written]:
    """The offers of the file, in its order."""
    entries = tomllib.loads((folder / OFFERS).read_text())["offer"]
    return [_written(place, entry) for place, entry in enumerate(entries)]


def _written(place: int, entry: dict[str, Any]) -> Written:
    return Written(
        kind=Kind(entry["kind"]),
        placements=frozenset(map(Placement, entry["placements"])),
        source=Source(entry.get("source", Source.NAMED)),
        goods=tuple(WrittenGood(**good) for good in entry.get("goods", [])),
        products=tuple(entry.get("products", [])),
        variants=tuple(entry.get("variants", [])),
        categories=tuple(entry.get("categories", [])),
        next_code=entry.get("next", ""),
        position=place,
        **{name: entry[name] for name in AS_TOLD if name in entry},
    )
