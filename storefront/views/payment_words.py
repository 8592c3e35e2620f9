"""Words about paying: why a method does not apply, why a card was declined, which demo card does what."""

from dataclasses import dataclass

from flask_babel import gettext as _

from storefront.jinja import translate, yen
from storefront.payments.gateways.cards import NUMBERS, Behaviour
from storefront.quoting.quote import PaymentChoice, Refusal


@dataclass(frozen=True)
class DemoCardLine:
    """A test number in groups of four, and what happens with it."""

    number: str
    effect: str


def refusal_words(choice: PaymentChoice) -> str:
    """Why a method cannot serve this order, and what would change it; "" when it can."""
    name, limit, words = translate(choice.paying.name), yen(choice.limit or 0), ""
    match choice.refusal:
        case Refusal.NOT_WITH_SENDING:
            words = _("置き配では選べません。お届けの方法を宅配便に変えるとお使いいただけます")
        case Refusal.TOO_MUCH:
            words = _(
                "%(name)sは、商品と送料の合計が%(limit)sまでのときにお使いいただけます",
                name=name,
                limit=limit,
            )
        case Refusal.TOO_LITTLE:
            words = _(
                "%(name)sは、商品と送料の合計が%(limit)s以上のときにお使いいただけます",
                name=name,
                limit=limit,
            )
    return words


def decline_words(failure: str) -> str:
    """What the bank meant, and what can be done now."""
    words: str = _(
        "カード会社がこのカードでのお支払いを承認しませんでした。カードの内容をお確かめになるか、別の方法をお選びください。"
    )
    match failure:
        case "insufficient_funds":
            words = _(
                "カードの残高またはご利用枠が足りないため、お支払いができませんでした。別のカードか、ほかの方法をお試しください。"
            )
        case "authentication_failed":
            words = _(
                "カード会社での本人確認が終わらなかったため、お支払いができませんでした。もう一度お試しいただくか、別の方法をお選びください。"
            )
        case "never_arrived":
            words = _(
                "お支払いの手続きが途中で切れました。代金はいただいていません。もう一度お試しください。"
            )
    return words


def demo_cards() -> list[DemoCardLine]:
    """The numbers of the demo, the one that pays first."""
    effects = {
        Behaviour.PAYS: _("支払いが済みます"),
        Behaviour.DECLINED: _("承認されません"),
        Behaviour.NO_FUNDS: _("残高不足"),
        Behaviour.THREE_D_SECURE: _("本人確認があります"),
        Behaviour.TIMES_OUT: _("返事が遅れます"),
    }
    return [
        DemoCardLine(in_fours(number), effects[behaviour]) for number, behaviour in NUMBERS.items()
    ]


def in_fours(number: str) -> str:
    """4242 4242 4242 4242."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
