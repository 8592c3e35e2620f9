"""A product's pictures: taking in a file, their order, their words, and taking one out. Files are never deleted once shown."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, insert, select

from storefront import revision
from storefront.catalog.editing import hold
from storefront.catalog.picture import Picture
from storefront.catalog.problem import ChangedMeanwhile, Found, Problem, Refused
from storefront.catalog.product import Product, ProductPicture
from storefront.catalog.publishing import NotReady, products_with, still_complete
from storefront.catalog.renditions import ENCODINGS, Master, file_name, inspect, render
from storefront.database import claim, table_of
from storefront.extensions import db
from storefront.locales import LOCALES, Text

LONGEST_ALT = 160
MOST_PICTURES = 12


class Taken:
    """A picture's files, made before its row: `undo` removes those that only this call made."""

    def __init__(self, source: bytes, folder: Path) -> None:
        """Render them. Raises PictureRefused, and leaves nothing behind then."""
        self.master: Master = inspect(source)
        names = [file_name(self.master.digest, w, e) for w in self.master.widths for e in ENCODINGS]
        self._new = [path for name in names if not (path := folder / name).exists()]
        try:
            render(source, folder)
        except BaseException:
            self.undo()
            raise

    def undo(self) -> None:
        """Remove what was made for a row that never came to be, unless another picture shows the same."""
        known = select(Picture.id).where(Picture.digest == self.master.digest).limit(1)
        if db.session.scalar(known) is None:
            for path in self._new:
                path.unlink(missing_ok=True)


def alt_problems(alt: Text) -> list[Found]:
    """What is wrong with the words for a picture; both languages need them."""
    found = [Found(Problem.MISSING, f"alt.{c}") for c in LOCALES if not alt.get(c, "").strip()]
    long = [c for c in LOCALES if len(alt.get(c, "")) > LONGEST_ALT]
    return found + [Found(Problem.TOO_LONG, f"alt.{c}", most=LONGEST_ALT) for c in long]


def add_picture(product: Product, master: Master, alt: Text, near: bool = False) -> Picture:
    """A new picture, last in the gallery, under a name that nobody chose. The caller commits. Raises Refused."""
    found = alt_problems(alt)
    hold(product.id)
    if len(product.gallery) >= MOST_PICTURES:
        found.append(Found(Problem.TOO_MANY, "file", most=MOST_PICTURES))
    if found:
        raise Refused(found)
    picture = Picture(
        slug=f"up-{secrets.token_hex(8)}",
        digest=master.digest,
        width=master.width,
        height=master.height,
        alt={code: alt[code] for code in LOCALES},
        near=near,
    )
    db.session.add(picture)
    db.session.flush()
    place = max((one.position for one in product.gallery), default=-1) + 1
    product.gallery.append(ProductPicture(position=place, picture=picture))
    db.session.flush()
    revision.bump()
    return picture


def change_words(picture: Picture, seen: int, alt: Text, near: bool) -> bool:
    """Other words for a picture of the version that was seen, wherever it is shown; False when they are these already.

    The caller commits. Raises Refused or ChangedMeanwhile.
    """
    if found := alt_problems(alt):
        raise Refused(found)
    words: Text = {code: alt[code] for code in LOCALES}
    if (picture.alt, picture.near) == (words, near):
        return False
    if not claim(picture, Picture.version, seen, seen + 1):
        raise ChangedMeanwhile
    picture.alt, picture.near = words, near
    db.session.flush()
    revision.bump()
    return True


def move_picture(product: Product, picture: Picture, up: bool) -> bool:
    """Exchange a picture with its neighbour before (`up`) or behind it; False at the end. The first one stands in lists."""
    hold(product.id)
    order = [place.picture_id for place in product.gallery]
    if picture.id not in order:
        return False
    place = order.index(picture.id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return False
    order[place], order[other] = order[other], order[place]
    _write(product, order)
    return True


def take_out(product: Product, picture: Picture) -> bool:
    """Show a picture no longer in a gallery, nor with a SKU of the product; False when it is not there. Its files stay, for
    pages that somebody has open. Raises NotReady where something on sale would be without a picture.
    """
    hold(product.id)
    order = [place.picture_id for place in product.gallery]
    if picture.id not in order:
        return False
    for variant in product.variants:
        if variant.picture_id == picture.id:
            variant.picture = None
            variant.version += 1
    _write(product, [one for one in order if one != picture.id])
    if lacking := still_complete(product):
        raise NotReady(lacking)
    return True


def shown_elsewhere(product: Product, picture: Picture) -> bool:
    """Whether another product on sale shows the same picture."""
    return any(one.id != product.id for one in products_with(picture.id))


def _write(product: Product, order: Sequence[int]) -> None:
    table = table_of(ProductPicture)
    db.session.flush()
    for place in product.gallery:
        db.session.expunge(place)
    db.session.execute(delete(table).where(table.c.product_id == product.id))
    rows = [{"product_id": product.id, "position": n, "picture_id": p} for n, p in enumerate(order)]
    if rows:
        db.session.execute(insert(table), rows)
    db.session.expire(product, ["gallery"])
    revision.bump()
