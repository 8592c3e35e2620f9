"""Samples: goods and pictures as lists and pages show them."""

from flask import url_for
from markupsafe import Markup

from storefront.catalog.browsing import Entry
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.views.catalog_cards import Card, cards
from storefront.views.styleguide import goods
from storefront.views.styleguide.sample import Room, Sample, both, part, said, within


def samples() -> list[Sample]:
    """Cards, plates, prices, stock, symbols, tables of facts, folds."""
    return [*_cards(), *_pictures(), *_prices(), *_texts()]


def _cards() -> list[Sample]:
    products = [goods.sleep_blend(), goods.glass_mug(), goods.kyusu()]
    tiers, few, none = cards(Entry(product, _photo(product)) for product in products)
    flag = said("新入荷（11月）", "New in November")
    return [
        _card("tiers", "三つの大きさ、在庫あり", "Three sizes, in stock", tiers),
        _card("few", "残りわずか", "Few left", few),
        _card("none", "在庫なし", "Sold out", none),
        _card("flag", "しるしつき", "With a flag", few, flag),
    ]


def _card(state: str, ja: str, en: str, card: Card, flag: str = "") -> Sample:
    title = both(ja, en)
    sample = part(
        "card.product_card", state, title, card, flag=flag, sizes="17rem", room=Room.SMALL
    )
    return within(sample, '<ul class="grid--cards specimen__card">{}</ul>')


def _photo(product: Product) -> Picture:
    return product.gallery[0].picture


def _pictures() -> list[Sample]:
    wide, tall = goods.pictures("hero-sleep-blend", "hero-sleep-blend-tall")
    pouch, strainer = goods.pictures("sleep-blend-pouch-30", "tea-strainer")
    small, sizes = Room.SMALL, "17rem"
    return [
        part("picture.picture", "bare", both("写真だけ", "The picture alone"), pouch, sizes, 480, room=small),
        part("plate.plate", "square", both("四角", "Square"), pouch, sizes, 480, room=small),
        part("plate.plate", "wide", both("横長", "Wide"), pouch, sizes, 480, kind="wide", room=small),
        part("plate.plate", "near", both("小さな品は近くに", "A small thing, nearer"), strainer, sizes, 480, room=small),
        part("plate.plate", "off", both("在庫なし", "Sold out"), pouch, sizes, 480, off=True, room=small),
        part("art.art", "scene", both("一場面、画面に合わせて", "One scene, cut for the screen"), wide, tall, room=Room.WIDE),
        part("plate.thumb", "line", both("行の中", "In a line"), pouch, room=small),
    ]  # fmt: skip


def _prices() -> list[Sample]:
    small = Room.SMALL
    shelf, time = (
        said("ハーブブレンド", "Herbal blends"),
        said("2026年10月25日〜11月23日", "25 Oct – 23 Nov 2026"),
    )
    best = (shelf, time, url_for("legal.page", page="claims"))
    return [
        part("price.price", "one", both("ひとつ", "One"), 1280, room=small),
        part("price.price", "range", both("幅", "A range"), 780, 2760, room=small),
        part("price.price", "large", both("大きい", "Large"), 1280, size="l", room=small),
        part(
            "price.price",
            "bare",
            both("税込と書かない", "Without “tax incl.”"),
            1280,
            tax=False,
            room=small,
        ),
        part("price.past_price", "was", both("以前の価格", "A past price"), 1540, room=small),
        part("best_seller.best_seller", "best", both("人気No.1", "Best seller"), *best),
        part(
            "price.unit",
            "bag",
            both("1包あたり", "For each bag"),
            said("1包あたり¥43", "¥43 a bag"),
            room=small,
        ),
        part("stock.stock", "in", both("あり", "In stock"), "in", room=small),
        part("stock.stock", "few", both("残りわずか", "Few left"), "few", 4, room=small),
        part("stock.stock", "none", both("なし", "None"), "none", room=small),
    ]


def _texts() -> list[Sample]:
    facts = [
        (said("原材料", "Ingredients"), said("カモミール、ラベンダー、レモンバーム", "Chamomile, lavender, lemon balm")),
        (said("内容量", "Net weight"), said("30包 45g（1包1.5g）", "30 bags, 45 g (1.5 g a bag)")),
    ]  # fmt: skip
    brew = Markup("<p>{}</p>").format(
        said(
            "カップに1包、沸かしたての湯200mlで5分。",
            "One bag, 200 ml just off the boil, five minutes.",
        )
    )
    how = said("おいしい淹れかた", "How to brew")
    return [
        part("facts.facts", "two", both("二行", "Two rows"), facts),
        part("fold.fold", "closed", both("閉じたとき", "Closed"), how, body=brew),
        part("fold.fold", "open", both("開いたとき", "Open"), how, open=True, body=brew),
    ]
