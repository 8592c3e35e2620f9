"""SKUs of a file written all at once, where they still are what they were when the file was looked at."""

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from storefront import revision
from storefront.catalog import price_list, summary
from storefront.catalog.editing import MOST_SKUS
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.files.searched import find_again
from storefront.files.sheet import Writing
from storefront.files.staged import ROW, Staging
from storefront.locales import LOCALES

HOME: ColumnElement[int] = ROW.seen["product_id"].as_integer()
YEN: ColumnElement[int] = ROW.written["price"].as_integer()
PICTURE: ColumnElement[int] = ROW.written["picture_id"].as_integer()
ON_SALE: ColumnElement[bool] = ROW.written["published"].as_boolean()


def moved(staged: Staging) -> list[int]:
    """Lines whose SKU was changed, made or deleted, or whose product came on sale; holds SKUs and products."""
    staged.hold(Variant.id, staged.targets())
    staged.hold(Product.id, _homes(staged))
    version, yen = ROW.seen["version"].as_integer(), ROW.seen["price"].as_integer()
    other = or_(Variant.id.is_(None), Variant.version != version, Variant.price != yen)
    on_sale = (Product.published, ~ROW.seen["on_sale"].as_boolean())
    line = select(ROW.line)
    lines = staged.lines(line.outerjoin(Variant, Variant.id == ROW.target_id).where(~ROW.new, other))  # fmt: skip
    lines += staged.lines(line.join(Product, Product.id == HOME).where(*on_sale))
    if staged.new:
        lines += staged.lines(line.join(Variant, Variant.sku == ROW.code).where(ROW.new))
    if "picture_id" in staged.names:
        lines += staged.lines(line.where(PICTURE.in_(_wordless(staged))))
    return sorted(set(lines))


def write(staged: Staging, writing: Writing) -> list[int]:
    """Insert, write over, charge and sum up; the lines by which a product has no SKU on sale any more, or too many."""
    since = case((ROW.written["comes_on"].as_boolean(), writing.now))
    picture = func.nullif(PICTURE, 0)
    staged.make(Variant, "sku", product_id=HOME, stock=0, version=1, picture_id=picture, offered_since=since)  # fmt: skip
    if staged.names - {"price"}:
        staged.write_over(
            Variant,
            but=("price", "position"),
            picture_id=case((PICTURE.is_(None), Variant.picture_id), else_=picture),
            offered_since=func.coalesce(since, Variant.offered_since),
        )
    if "price" in staged.names:
        note = f"{writing.by}, {writing.reference}"[:160]
        chosen = select(ROW.target_id, YEN).where(staged.mine, YEN.is_not(None))
        price_list.charge_all(chosen, writing.now, note)
    summary.refresh_all(_homes(staged))
    if "renamed" in staged.names:
        renamed = _homes(staged).where(ROW.written["renamed"].as_boolean())
        find_again(db.session.scalars(renamed.distinct()), writing)
    revision.bump()
    return _broken(staged)


def _homes(staged: Staging) -> Select[tuple[int]]:
    return select(HOME).where(staged.mine)


def _wordless(staged: Staging) -> list[int]:
    """Pictures that the rows name and that lack words in a language."""
    named = select(PICTURE).where(staged.mine, PICTURE > 0)
    asked = select(Picture.id, Picture.alt).where(Picture.id.in_(named))
    return [number for number, alt in db.session.execute(asked) if not all(alt.get(code, "").strip() for code in LOCALES)]  # fmt: skip


def _broken(staged: Staging) -> list[int]:
    lines = []
    home = select(ROW.line).join(Product, Product.id == HOME)
    if "published" in staged.names:
        left = select(Variant.id).where(Variant.product_id == Product.id, Variant.published)
        lines += staged.lines(home.where(Product.published, ~ON_SALE, ~left.exists()))
    if staged.new:
        every = aliased(Variant)
        count = select(func.count()).where(every.product_id == Product.id).scalar_subquery()
        lines += staged.lines(home.where(ROW.new, count > MOST_SKUS))
    return sorted(set(lines))
