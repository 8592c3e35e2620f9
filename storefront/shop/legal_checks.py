"""What the law on specified commercial transactions (特定商取引法 第11条, 施行規則 第23条) wants to be read before an order."""

from collections.abc import Iterable

from storefront.locales import LOCALES
from storefront.shop.profile import LegalItem

WANTED = (
    "seller", "seller_person", "seller_address", "seller_phone", "seller_email", "price_note", "other_charges",
    "quantity_note", "payment_ways_short", "payment_time", "delivery_time", "offer_period", "cancel_terms", "returns_terms",
)  # fmt: skip
"""The items by their keys."""


def missing_items(items: Iterable[LegalItem]) -> list[str]:
    """The keys of items that are not there, or that say nothing in one of the languages."""
    said = {item.key for item in items if all(item.text.get(code, "").strip() for code in LOCALES)}
    return [key for key in WANTED if key not in said]
