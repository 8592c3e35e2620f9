"""Samples: radio cards, the ladder of tiers, the quantity."""

from dataclasses import replace

from markupsafe import Markup

from storefront.catalog.variant import StockLevel, Variant
from storefront.jinja import translate
from storefront.views.catalog_cards import per_unit, unit_words
from storefront.views.catalog_claims import Reason
from storefront.views.catalog_product import Tier
from storefront.views.styleguide.goods import sleep_blend
from storefront.views.styleguide.sample import Room, Sample, both, part, said, within


def samples() -> list[Sample]:
    """Choices in each state, ladders with each kind of step, quantities."""
    return [*_choices(), *_ladders(), *_quantities()]


def _choices() -> list[Sample]:
    title, text = (
        said("30包", "30 bags"),
        said("毎晩一杯で、ひと月分", "A cup a night, for a month"),
    )
    unit = said("1包あたり¥43", "¥43 a bag")
    extra = Markup("<span>{}</span>").format(
        said("午前中にお届けできます", "Can come in the morning")
    )
    note = part("choice.legend", "note", both("補いつき", "With a note"), said("大きさ", "Size"), said("価格はすべて税込です", "All prices include tax"))  # fmt: skip
    gone = said("在庫なし（12月上旬に入荷）", "Sold out (back in early December)")
    return [
        part("choice.choice", "rest", both("ふつう", "At rest"), "rest", "30", title, text, 1280, unit),
        part("choice.choice", "chosen", both("選んだとき", "Chosen"), "chosen", "30", title, text, 1280, unit, checked=True),
        part("choice.choice", "off", both("在庫なし", "Sold out"), "off", "90", said("90包", "90 bags"), gone, 2760, said("1包あたり¥31", "¥31 a bag"), off=True),
        part("choice.choice", "bare", both("題だけ", "Title alone"), "bare", "black", said("黒", "Black")),
        part("choice.choice", "extra", both("追加の行つき", "With a further line"), "extra", "home", said("宅配便", "Home delivery"), "", 650, body=extra),
        within(note, "<fieldset>{}</fieldset>"),
    ]  # fmt: skip


def _ladders() -> list[Sample]:
    tiers = sleep_blend().variants
    saving = [_rung(tier, checked=tier.sku == "SLEEP-30") for tier in tiers]
    reason = said(
        "¥220お得。2026年4月1日〜11月15日の価格と比べて", "¥220 less than from 1 Apr to 15 Nov 2026"
    )
    lowered = [
        replace(rung, was=1500, reasons=(Reason(reason),)) if rung.checked else rung
        for rung in saving
    ]
    gains = [
        "",
        said("ふたがつきます", "you also get the lid"),
        said("茶こしもつきます", "you also get the strainer"),
    ]
    adding = [
        Tier(f"set-{number}", title, "", price, None, "", "", gain, None, (), number == 0, off=False)
        for number, (title, price, gain) in enumerate(
            zip([said("マグ", "Mug"), said("ふたつき", "With lid"), said("ひとそろい", "Whole set")], [2200, 2860, 3520], gains, strict=True)
        )
    ]  # fmt: skip
    return [
        part("ladder.ladder", "saving", both("1包あたりが下がる", "Each bag gets cheaper"), saving, "ladder-saving"),
        part("ladder.ladder", "lowered", both("値下げした大きさ", "A lowered price"), lowered, "ladder-lowered"),
        within(part("ladder.tier_list", "list", both("一覧から選ぶ", "As a list"), lowered, "tier-list"), f'<label class="field__label" for="tier-list">{said("大きさ", "Size")}</label>{{}}'),
        part("ladder.tier_choice", "lowered", both("値下げした品", "A lowered price"), lowered[1], "tier-lowered"),
        part(
            "ladder.ladder",
            "adding",
            both("ものが増える", "More comes with it"),
            adding,
            "ladder-adding",
        ),
    ]  # fmt: skip


def _rung(tier: Variant, checked: bool) -> Tier:
    gone = tier.stock_level is StockLevel.NONE
    return Tier(
        sku=tier.sku,
        title=translate(tier.label),
        text=said("在庫なし", "Sold out") if gone else translate(tier.benefit),
        price=tier.price,
        unit_price=tier.unit_price,
        unit_text=unit_words(tier),
        per=per_unit(tier),
        gain=translate(tier.adds),
        was=None,
        reasons=(),
        checked=checked,
        off=gone,
    )


def _quantities() -> list[Sample]:
    tea, small = said("おやすみブレンド", "Sleep Blend"), Room.SMALL
    wrong = {"aria-invalid": "true"}
    return [
        part("quantity.quantity", "one", both("ひとつ", "One"), "quantity-one", 1, room=small),
        part("quantity.quantity", "three", both("三つ", "Three"), "quantity-three", 3, room=small),
        part("quantity.quantity", "line", both("カートの行", "In a cart line"), "quantity-line", 2, tea, small=True, submits=True, max=9, room=small),
        part("quantity.quantity", "wrong", both("誤り", "Wrong"), "quantity-wrong", "99", tea, small=True, submits=True, max=3, attrs=wrong, room=small),
    ]  # fmt: skip
