"""Writing products and SKUs: new ones, and over what one has seen. Pages and spreadsheets both change goods through here.

Each function checks first (`checks`) and raises Refused with all that is wrong; NotReady where something on sale would lack
what it must have (`publishing`); ChangedMeanwhile where somebody else was quicker. It then leaves nothing behind that was
not there, once the caller rolls back. Callers commit, and write the audit by `written.changed`.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from storefront import revision
from storefront.catalog import price, search
from storefront.catalog.category import Category
from storefront.catalog.checks import MOST_YEN, product_problems, sku_problems
from storefront.catalog.picture import Picture
from storefront.catalog.problem import ChangedMeanwhile, Found, Problem, Refused
from storefront.catalog.product import Fact, Note, Product, ProductTag
from storefront.catalog.publishing import NotReady, still_complete, tell_what_is_offered
from storefront.catalog.tag import Tag
from storefront.catalog.variant import Variant
from storefront.catalog.written import WrittenProduct, WrittenSku
from storefront.database import claim
from storefront.extensions import db
from storefront.locales import LOCALES, Text
from storefront.money import Yen

MOST_SKUS = 40


def tags_of(product_id: int) -> tuple[str, ...]:
    """The tags of a product, in the order of `Tag`."""
    borne = set(
        db.session.scalars(select(ProductTag.tag).where(ProductTag.product_id == product_id))
    )
    return tuple(tag.value for tag in Tag if tag in borne)  # fmt: skip


def create_product(written: WrittenProduct) -> Product:
    """A new product as a draft, last on its category. Raises Refused."""
    if found := product_problems(written):
        raise Refused(found)
    last = (
        select(func.max(Product.position)).join(Category).where(Category.slug == written.category)
    )
    product = Product(published=False, position=(db.session.scalar(last) or 0) + 1, slug=written.slug)  # fmt: skip
    _fill(product, written)
    db.session.add(product)
    _flush("slug", written.slug)
    _tag(product.id, written.tags)
    search.index(product)
    return product


def change_product(product: Product, seen: int, written: WrittenProduct) -> None:
    """Write over a product of the version that was seen. Raises Refused, ChangedMeanwhile or NotReady."""
    if found := product_problems(written, product):
        raise Refused(found)
    if not claim(product, Product.version, seen, seen + 1):
        raise ChangedMeanwhile
    product.slug = written.slug
    _fill(product, written)
    _flush("slug", written.slug)
    _complete(product)
    _tag(product.id, written.tags)
    search.index(product)
    revision.bump()


def create_sku(
    product: Product, written: WrittenSku, yen: Yen, now: datetime, note: str
) -> Variant:
    """A new SKU, last of its product's, charged at `yen` from now on. Raises Refused or NotReady."""
    found = sku_problems(written)
    if not 1 <= yen <= MOST_YEN:
        found.append(Found(Problem.RANGE, "price", str(yen), MOST_YEN))
    if len(product.variants) >= MOST_SKUS:
        found.append(Found(Problem.TOO_MANY, "sku", most=MOST_SKUS))
    if found:
        raise Refused(found)
    place = max((one.position for one in product.variants), default=-1) + 1
    variant = Variant(sku=written.sku, price=yen, position=place, stock=0)
    _fill_sku(variant, written)
    product.variants.append(variant)
    _flush("sku", written.sku)
    price.begin(variant, [(yen, now)], now, note)
    tell_what_is_offered(variant, False, now)
    _shown(product)
    return variant


def change_sku(variant: Variant, seen: int, written: WrittenSku, now: datetime) -> None:
    """Write over a SKU of the version that was seen. Raises Refused, ChangedMeanwhile or NotReady."""
    if found := sku_problems(written, variant):
        raise Refused(found)
    if not claim(variant, Variant.version, seen, seen + 1):
        raise ChangedMeanwhile
    was = variant.published
    variant.sku = written.sku
    _fill_sku(variant, written)
    _flush("sku", written.sku)
    tell_what_is_offered(variant, was, now)
    _shown(variant.product)


def move_sku(variant: Variant, up: bool) -> bool:
    """Exchange a SKU with its neighbour before (`up`) or behind it; False at the end. The order of SKUs is that of tiers."""
    hold(variant.product_id)
    rows = variant.product.variants
    place = rows.index(variant)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    order = list(rows)
    order[place], order[other] = order[other], order[place]
    for number, one in enumerate(order):
        one.position = number
    db.session.flush()
    revision.bump()
    return True


def hold(product_id: int) -> None:
    """Let nobody else change the order of a product's SKUs or pictures until the commit, and read them anew."""
    db.session.execute(select(Product.id).where(Product.id == product_id).with_for_update())
    product = db.session.get_one(Product, product_id)
    for place in product.gallery:
        db.session.expunge(place)
    db.session.expire(product, ["variants", "gallery"])
    anew = select(Variant).where(Variant.product_id == product_id)
    db.session.scalars(anew.execution_options(populate_existing=True)).all()


def _fill(product: Product, written: WrittenProduct) -> None:
    product.category = db.session.scalars(
        select(Category).where(Category.slug == written.category)
    ).one()
    product.kana, product.compare = written.kana, written.compare
    for name in ("name", "trait", "lead", "description", "choice"):
        setattr(product, name, _both(getattr(written, name)))
    product.facts = [Fact(label=one.title, text=one.text) for one in written.facts]
    product.notes = [Note(title=one.title, text=one.text) for one in written.notes]
    product.keywords = list(written.keywords)


def _fill_sku(variant: Variant, written: WrittenSku) -> None:
    asked = select(Picture).where(Picture.slug == written.picture)
    variant.picture = db.session.scalar(asked) if written.picture else None
    variant.length_mm, variant.width_mm, variant.height_mm = sorted(written.sides, reverse=True)
    for name in ("label", "benefit", "adds"):
        setattr(variant, name, _both(getattr(written, name)))
    if not any(written.adds.values()):
        variant.adds = {}
    for name in ("tax_class", "cost", "unit", "unit_count", "weight_grams", "temperature", "published", "shelf"):  # fmt: skip
        setattr(variant, name, getattr(written, name))


def _both(text: Text) -> Text:
    return {code: text.get(code, "") for code in LOCALES}


def _tag(product_id: int, tags: Iterable[str]) -> None:
    if set(tags) == set(tags_of(product_id)):
        return
    db.session.execute(delete(ProductTag).where(ProductTag.product_id == product_id))
    db.session.add_all(ProductTag(product_id=product_id, tag=tag) for tag in dict.fromkeys(tags))
    db.session.flush()


def _shown(product: Product) -> None:
    """What a change of a SKU means for its product: complete, summed up, found, shown."""
    _complete(product)
    product.refresh_summary()
    search.index(product)
    db.session.flush()
    revision.bump()


def _complete(product: Product) -> None:
    if lacking := still_complete(product):
        raise NotReady(lacking)


def _flush(field: str, code: str) -> None:
    """Send what was written; a code that somebody else took in the meantime is refused like one taken before."""
    try:
        db.session.flush()
    except IntegrityError as twice:
        db.session.rollback()
        raise Refused([Found(Problem.TAKEN, field, code)]) from twice
