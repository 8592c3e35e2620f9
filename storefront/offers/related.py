"""What staff says goes well with a product: an ordered list for each, made by hand."""

from collections.abc import Iterable, Sequence

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront import revision
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.database import Model
from storefront.extensions import db


class RelatedProduct(Model):
    """One product that goes well with another, in the order staff gave, 1 and up."""

    __tablename__ = "related_product"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("product.id"))

    __table_args__ = (
        UniqueConstraint("product_id", "other_id"),
        CheckConstraint("product_id <> other_id", name="not_itself"),
        CheckConstraint("position > 0", name="position_from_one"),
    )


class RelatedRefused(Exception):
    """This list cannot be; `code` is what is wrong in it, as it was typed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownCode(RelatedRefused):
    """Neither a SKU nor the name of a page in the shop's addresses."""


class OwnCode(RelatedRefused):
    """A product does not go with itself, in none of its variants."""


class DuplicateCode(RelatedRefused):
    """Its product is in the list already, maybe by another of its codes."""


def relate(product: Product, codes: Sequence[str]) -> bool:
    """Let these go well with a product, in this order, and nothing else; False when that is so already. Safe to repeat.

    `codes` are SKUs (in any case) or slugs; a SKU means its product. None at all empties the list. Raises
    RelatedRefused for the first code that is wrong, before anything is written. The caller commits.
    """
    others = _products(product, codes)
    if others == related_to(product.id):
        return False
    db.session.execute(
        delete(RelatedProduct)
        .where(RelatedProduct.product_id == product.id)
        .execution_options(synchronize_session=False)
    )
    db.session.add_all(
        RelatedProduct(product_id=product.id, position=place, other_id=other)
        for place, other in enumerate(others, start=1)
    )
    db.session.flush()
    revision.bump()
    return True


def faults(product: Product, codes: Sequence[str]) -> dict[int, RelatedRefused]:
    """Every code that is wrong, by its place in the list; none where `relate` would take it. At most two statements."""
    known, found, wrong = meant(codes), set[int](), dict[int, RelatedRefused]()
    for place, code in enumerate(codes):
        other = known.get(_plain(code))
        if other is None:
            wrong[place] = UnknownCode(code)
        elif other == product.id:
            wrong[place] = OwnCode(code)
        elif other in found:
            wrong[place] = DuplicateCode(code)
        else:
            found.add(other)
    return wrong


def related_to(product_id: int) -> list[int]:
    """The products that staff says go well with one, in its order."""
    return list(
        db.session.scalars(
            select(RelatedProduct.other_id)
            .where(RelatedProduct.product_id == product_id)
            .order_by(RelatedProduct.position)
        )
    )


def _products(product: Product, codes: Sequence[str]) -> list[int]:
    """The products meant. Raises RelatedRefused."""
    for _place, fault in sorted(faults(product, codes).items()):
        raise fault
    known = meant(codes)
    return [known[_plain(code)] for code in codes]


def meant(codes: Iterable[str]) -> dict[str, int]:
    """Products by the codes that name them."""
    plain = {_plain(code) for code in codes}
    slugs = select(Product.slug, Product.id).where(Product.slug.in_(plain))
    skus = select(Variant.sku, Variant.product_id).where(
        Variant.sku.in_({code.upper() for code in plain})
    )
    rows = [*db.session.execute(slugs), *db.session.execute(skus)]
    return {_plain(code): product_id for code, product_id in rows}


def _plain(code: str) -> str:
    """A code as it is compared: no blanks around it, no capitals."""
    return code.strip().lower()
