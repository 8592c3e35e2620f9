"""The pages of the style guide, in the order of its index."""

from storefront.views.styleguide import (
    buttons,
    cart,
    choices,
    fields,
    goods_shown,
    messages,
    money,
    surroundings,
)
from storefront.views.styleguide.sample import Group, both

GROUPS = (
    Group("buttons", both("ボタン・リンク", "Buttons and links"), buttons.samples),
    Group("fields", both("入力欄", "Fields"), fields.samples),
    Group("choices", both("選ぶ", "Choosing"), choices.samples),
    Group("goods", both("商品と写真", "Goods and pictures"), goods_shown.samples),
    Group("money", both("金額・送料", "Money and shipping"), money.samples),
    Group("cart", both("カート", "Cart"), cart.samples),
    Group("messages", both("知らせ", "Messages"), messages.samples),
    Group("surroundings", both("ページの枠", "Around every page"), surroundings.samples),
)
