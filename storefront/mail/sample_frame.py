"""What all samples of mails share in one language: whose shop, whose order, and who the shop is."""

from dataclasses import dataclass

from storefront.locales import Locale
from storefront.mail.messages import Words

RECIPIENT = "minori@example.jp"
SITE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class SampleFrame:
    """One language of it; `button` leads to the order."""

    locale: Locale
    name: str
    button: str
    seller: tuple[Words, ...]
    shop: str
    brackets: str

    def subject(self, words: str, number: str) -> str:
        """A subject as the shop writes it: its name before, the order's number behind."""
        return self.brackets.format(self.shop, words, number)

    def link(self, number: str) -> str:
        """The address of a sample order."""
        return f"{SITE}/{self.locale}/orders/{number}?key=sample"


JA = SampleFrame(
    "ja", "若葉 みのり", "ご注文の状況を見る",
    (Words("販売業者", "はっぱ茶房（デモの店です）"), Words("電話番号", "03-0000-0000")),
    "はっぱ茶房", "【{}】{}（{}）",
)  # fmt: skip
EN = SampleFrame(
    "en", "Minori Wakaba", "Follow your order",
    (Words("Seller", "Happa Tea House (a demo shop)"), Words("Telephone", "03-0000-0000")),
    "Happa Tea House", "[{}] {} ({})",
)  # fmt: skip
