"""The pages of the style guide, in the order of its index."""

from storefront.views.styleguide import (
    buttons,
    cart,
    catalog,
    checkout,
    choices,
    fields,
    goods_shown,
    mails,
    messages,
    money,
    offered,
    orders,
    phone,
    rehearsed,
    sendings,
    surroundings,
    written,
)
from storefront.views.styleguide.sample import Group, both

GROUPS = (
    Group("buttons", both("ボタン・リンク", "Buttons and links"), buttons.samples),
    Group("fields", both("入力欄", "Fields"), fields.samples),
    Group("choices", both("選ぶ", "Choosing"), choices.samples),
    Group("goods", both("商品と写真", "Goods and pictures"), goods_shown.samples),
    Group("money", both("金額・送料", "Money and shipping"), money.samples),
    Group("sendings", both("お届け", "Parcels and days"), sendings.samples),
    Group("catalog", both("商品ページ・一覧", "Product page and lists"), catalog.samples),
    Group("cart", both("カート", "Cart"), cart.samples),
    Group("offers", both("おすすめ", "Suggestions"), offered.samples),
    Group("offer-desk", both("おすすめを書く", "Writing suggestions"), rehearsed.samples),
    Group("order-desk", both("注文の記録", "What is written about an order"), written.samples),
    Group("phone", both("電話の注文", "Orders by phone"), phone.samples),
    Group("checkout", both("ご注文の手続き", "Checkout"), checkout.samples),
    Group("orders", both("ご注文のあと", "After the order"), orders.samples),
    Group("mails", both("メール", "Mails"), mails.samples),
    Group("messages", both("知らせ", "Messages"), messages.samples),
    Group("surroundings", both("ページの枠", "Around every page"), surroundings.samples),
)
