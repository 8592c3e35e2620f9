"""A shopper in a real browser, from the product to the thank-you page: does what a hand would do, in either language."""

import re

from playwright.sync_api import Locator, Page, expect

PAYS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
NO_FUNDS = "4000 0000 0000 9995"
ASKS = "4000 0027 6000 3184"
TIMES_OUT = "4000 0000 0000 0119"

ANSWERS = {
    "email": "minori@example.jp",
    "name": "佐藤 みのり",
    "postal_code": "154-0023",
    "building": "メゾン若葉 203",
    "phone": "090-1234-5678",
}
HOUSE = "4-12-8"

BUTTONS = {
    "add": ("カートに入れる", "Add to cart"),
    "checkout": ("ご注文手続きへ", "Go to checkout"),
    "fill": ("住所を自動入力", "Fill in address"),
    "on to payment": ("お支払いへ進む", "Go on to payment"),
    "on to review": ("内容の確認へ進む", "Go on to the review"),
    "order": ("注文を確定する", "Place the order"),
    "pay": ("この方法で支払う", "Pay this way"),
    "approve": ("承認する", "Approve"),
    "refuse": ("承認しない", "Refuse"),
    "look at cart": ("カートを見る", "View cart"),
    "keep browsing": ("買い物を続ける", "Keep browsing"),
    "close": ("閉じる", "Close"),
    "undo": ("元に戻す", "Undo"),
    "set region": ("決める", "Set"),
}
"""What the buttons and links of the walk say."""


class Shopper:
    """Somebody with a page open. Every step ends on the page it leads to."""

    def __init__(self, page: Page, language: str = "ja", scripts: bool = True) -> None:
        self.page = page
        self.language = language
        self.scripts = scripts

    def go(self, path: str) -> "Shopper":
        """Open a page by its address without the language."""
        answer = self.page.goto(f"/{self.language}{path}")
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        return self

    def words(self, what: str) -> str:
        """What a button says in the shopper's language."""
        return BUTTONS[what][("ja", "en").index(self.language)]

    def button(self, what: str, within: Locator | None = None) -> Locator:
        """The first visible button or link of that meaning."""
        place = within or self.page.locator("body")
        named = re.compile(rf"^{re.escape(self.words(what))}")
        found = place.get_by_role("button", name=named).or_(place.get_by_role("link", name=named))
        return found.locator("visible=true").first

    def choose(self, name: str, value: str) -> None:
        """Press a radio by its label, as a finger does."""
        self.page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()

    def lives_in(self, prefecture: str) -> "Shopper":
        """Say on the page at hand where the parcel goes."""
        self.page.locator("form.area select").select_option(prefecture)
        self.button("set region", self.page.locator("form.area")).click()
        expect(self.page.locator("form.area select")).to_have_value(prefecture)
        expect(self.page.locator("form.area option[value='']")).to_have_count(0)
        return self

    def add(self, slug: str = "sleep-blend", sku: str = "") -> "Shopper":
        """Put a product in the cart; with scripts its page stays open, with the answer upon it."""
        self.go(f"/products/{slug}" + (f"?sku={sku}" if sku else ""))
        return self.add_here()

    def add_here(self) -> "Shopper":
        """Put what is open in the cart."""
        self.button("add", self.page.locator("#buy-box")).click()
        if self.scripts:
            expect(self.page.locator("#dialog-slot").locator("dialog, .said")).to_be_visible()
        else:
            expect(self.page.locator("#cart-contents .line")).not_to_have_count(0)
        return self

    def to_delivery(self) -> "Shopper":
        """From the cart to the first step."""
        self.go("/cart")
        self.button("checkout").click()
        return self.at("/checkout/delivery")

    def delivery(self) -> "Shopper":
        """Answer the first step, the address by its postcode, and go on."""
        for name, value in ANSWERS.items():
            self.page.locator(f"#{name}").fill(value)
        if not self.scripts:
            self.button("fill").click()
        expect(self.page.locator("#prefecture")).to_have_value("13")
        address = self.page.locator("#address")
        expect(address).to_have_value(re.compile(".+"))
        address.fill(address.input_value() + HOUSE)
        self.button("on to payment").click()
        return self.at("/checkout/payment")

    def pay_by_card(self, number: str = PAYS) -> "Shopper":
        """Choose the card, fill it in and go on to the review."""
        self.choose("payment_method", "card")
        self.fill_card(number)
        self.button("on to review").click()
        return self.at("/checkout/confirm")

    def pay_at_the_door(self) -> "Shopper":
        """Choose cash on delivery and go on to the review."""
        return self.pay_by("cod")

    def pay_by(self, method: str) -> "Shopper":
        """Choose a way to pay that asks for nothing more, and go on to the review."""
        self.choose("payment_method", method)
        self.button("on to review").click()
        return self.at("/checkout/confirm")

    def fill_card(self, number: str) -> None:
        """Type a card into the fields of the page at hand."""
        self.page.locator("#card_number").fill(number)
        self.page.locator("#card_expiry").fill("12/29")
        self.page.locator("#card_cvc").fill("123")

    def order(self) -> "Shopper":
        """Press the button that orders; leads to wherever the order then stands."""
        self.button("order").click()
        self.page.wait_for_url(re.compile(r"/orders/\d+|/demo/|/cart$"))
        return self

    def pay_again(self, number: str | None, method: str = "cod") -> "Shopper":
        """Pay an order that waits with another card, or by another way without one."""
        self.choose("payment_method", "card" if number else method)
        if number:
            self.fill_card(number)
        self.button("pay").click()
        return self

    def review(self, number: str | None = PAYS, slug: str = "sleep-blend") -> "Shopper":
        """Through all steps to the review; without a card, cash on delivery."""
        self.add(slug).to_delivery().delivery()
        return self.pay_by_card(number) if number else self.pay_at_the_door()

    def buy(self, number: str | None = PAYS) -> "Shopper":
        """Through everything, and press the button."""
        return self.review(number).order()

    def buy_by(self, method: str) -> "Shopper":
        """Through everything by a way that asks for nothing more, and press the button."""
        return self.add().to_delivery().delivery().pay_by(method).order()

    def at(self, path: str) -> "Shopper":
        """Wait until this page of the walk is open."""
        self.page.wait_for_url(re.compile(rf"/{self.language}{re.escape(path)}(\?|#|$)"))
        return self

    def thanked(self) -> str:
        """The order number on the thank-you page, which is open now."""
        self.page.wait_for_url(re.compile(rf"/{self.language}/orders/\d+/thank-you"))
        number = self.page.locator(".thanks__no b").inner_text()
        assert number in self.page.url
        return number

    def grand_total(self) -> str:
        """The sum at the foot of the sums of the page at hand, as it is written."""
        told = self.page.locator(".totals__grand dd").first
        return (told.text_content() or "").split("税込")[0].split("tax")[0].strip(" (")
