"""How to pay at each chain of convenience stores: what its machine is called and what to press."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from storefront.jinja import translate
from storefront.payments.voucher import Store


@dataclass(frozen=True)
class StoreGuide:
    """One chain: its name, the number to type there as one reads and as one copies it, three steps.

    `confirmation` is "" where the chain asks for none. Steps name the machine's buttons in Japanese, marked as such.
    """

    chain: str
    name: str
    number: str
    spaced: str
    confirmation: str
    steps: Sequence[Markup]


def guide(one: Store) -> StoreGuide:
    """How to pay at a chain."""
    return StoreGuide(
        one.chain, translate(one.name), one.number, one.spaced, one.confirmation, _steps(one)
    )


def _steps(one: Store) -> list[Markup]:
    if one.chain == "seven":
        say = in_japanese("インターネット代金の支払い")
        return [
            Markup(_("レジで「%(words)s」とお伝えください。", words=say)),  # words of ours  # nosec B704
            Markup(  # words of ours  # nosec B704
                _("お支払い番号と確認番号を見せるか、読み上げてください。")
                if one.confirmation
                else _("お支払い番号を見せるか、読み上げてください。")
            ),
            Markup(_("現金でお支払いになり、受領書をお受け取りください。")),  # words of ours  # nosec B704
        ]
    second = (
        _("確認番号を入れ、内容を確かめて用紙を印刷します。")
        if one.confirmation
        else _("内容を確かめて、用紙を印刷します。")
    )
    last = _("出てきた用紙をレジへ持っていき、30分以内に現金でお支払いください。")
    return [_at_the_machine(one.chain), Markup(second), Markup(last)]  # words of ours  # nosec B704


def _at_the_machine(chain: str) -> Markup:
    match chain:
        case "familymart":
            words = _(
                "マルチコピー機で「%(pay)s」から「%(number)s」へ進み、お支払い番号を入れます。",
                pay=in_japanese("代金支払い"),
                number=in_japanese("番号入力"),
            )
        case "lawson" | "ministop":
            words = _(
                "店内のLoppiで「%(button)s」を選び、お支払い番号を入れます。",
                button=in_japanese("各種番号をお持ちの方"),
            )
        case _other:
            words = _(
                "店内の端末で「%(pay)s」から番号の入力へ進み、お支払い番号を入れます。",
                pay=in_japanese("代金の支払い"),
            )
    return Markup(words)  # words of ours  # nosec B704


def in_japanese(words: str) -> Markup:
    """Words that stay Japanese on every page, marked as such."""
    return Markup('<span lang="ja">{}</span>').format(words)
