"""Carts to show: made in memory, never stored."""

from storefront.cart.cart import Cart, CartLine
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.goods import butter_biscuits, glass_mug, sleep_blend


def cart_of(*lines: CartLine) -> Cart:
    """An open cart with these lines."""
    cart = Cart(id=1, state="open", version=1, created_at=MORNING, updated_at=MORNING)
    cart.lines = list(lines)
    return cart


def tea_line(quantity: int = 2) -> CartLine:
    """Thirty bags of a tea of which there is plenty."""
    return _line(1, _variant(sleep_blend(), "SLEEP-30"), quantity)


def mug_line(quantity: int = 1) -> CartLine:
    """A mug of which three are left."""
    return _line(2, _variant(glass_mug(), "MUG-GLASS"), quantity)


def pouch_line(quantity: int = 1) -> CartLine:
    """Fifteen bags of a tea, flat enough for a letterbox."""
    return _line(5, _variant(sleep_blend(), "SLEEP-15"), quantity)


def cool_line(quantity: int = 1) -> CartLine:
    """Biscuits that are kept cool on the way."""
    return _line(6, _variant(butter_biscuits(), "BISCUIT-COOL"), quantity)


def sold_out_line() -> CartLine:
    """Ninety bags, sold out since they were put in."""
    return _line(3, _variant(sleep_blend(), "SLEEP-90"), 1)


def withdrawn_line() -> CartLine:
    """A mug the shop no longer sells."""
    line = mug_line()
    line.id, line.variant.published = 4, False
    return line


def short_line() -> CartLine:
    """Five mugs wanted, three left."""
    return mug_line(5)


def repriced_line(seen: int) -> CartLine:
    """A tea that cost `seen` yen when it was put in."""
    line = tea_line()
    line.seen_price = seen
    return line


def _line(number: int, variant: Variant, quantity: int) -> CartLine:
    return CartLine(
        id=number,
        variant=variant,
        variant_id=variant.id,
        quantity=quantity,
        seen_price=variant.price,
    )


def _variant(product: Product, sku: str) -> Variant:
    return next(variant for variant in product.variants if variant.sku == sku)
