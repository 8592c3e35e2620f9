"""What search engines read of a product: schema.org Product with an Offer for each variant, and the way to it."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.jinja import translate
from storefront.locales import Text
from storefront.views.frame import site_url
from storefront.views.snapshot import snapshot

SCHEMA = "https://schema.org"


def structured(
    product: Product, offered: Sequence[Variant], trail: Sequence[tuple[Text, str]]
) -> dict[str, Any]:
    """The JSON-LD of a product page. Prices are yen with tax; stock is what the page says."""
    return {
        "@context": SCHEMA,
        "@graph": [_product(product, offered), _breadcrumbs(product, trail)],
    }


def _product(product: Product, offered: Sequence[Variant]) -> dict[str, Any]:
    pictures = [place.picture for place in product.gallery]
    return {
        "@type": "Product",
        "@id": site_url(_path(product)) + "#product",
        "name": translate(product.name),
        "description": translate(product.lead),
        "category": translate(product.category.name),
        "brand": {"@type": "Brand", "name": translate(snapshot().profile.name)},
        "image": [site_url(pic.url(pic.widths[-1], "webp")) for pic in pictures],
        "url": site_url(_path(product)),
        "offers": [_offer(product, variant) for variant in offered],
    }


def _offer(product: Product, variant: Variant) -> dict[str, Any]:
    there = "InStock" if variant.stock > 0 else "OutOfStock"
    return {
        "@type": "Offer",
        "name": f"{translate(product.name)} {translate(variant.label)}",
        "sku": variant.sku,
        "url": site_url(_path(product, sku=variant.sku)),
        "price": variant.price,
        "priceCurrency": "JPY",
        "availability": f"{SCHEMA}/{there}",
        "itemCondition": f"{SCHEMA}/NewCondition",
        "seller": {"@type": "Organization", "name": translate(snapshot().profile.name)},
        "hasMerchantReturnPolicy": {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": "JP",
            "returnPolicyCategory": f"{SCHEMA}/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": snapshot().tariff.returns_days,
        },
    }


def _breadcrumbs(product: Product, trail: Sequence[tuple[Text, str]]) -> dict[str, Any]:
    steps = [*trail, (product.name, _path(product))]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": translate(name),
                "item": site_url(path),
            }
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def _path(product: Product, **values: Any) -> str:
    return url_for("catalog.product", slug=product.slug, **values)
