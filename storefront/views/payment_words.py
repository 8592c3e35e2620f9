"""Words about paying: why a method does not apply, why a card was declined, which demo card does what."""

from dataclasses import dataclass

from flask_babel import gettext as _

from storefront.clock import shop_day, shop_time
from storefront.jinja import yen
from storefront.payments.gateways.cards import NUMBERS, Behaviour
from storefront.quoting.quote import PaymentChoice, Refusal, SendingChoice
from storefront.views import current
from storefront.views.sending_words import way_name


@dataclass(frozen=True)
class DemoCardLine:
    """A test number in groups of four, and what happens with it."""

    number: str
    effect: str


def refusal_words(choice: PaymentChoice) -> str:
    """Why a method cannot serve this order, with how far it is from doing so; "" when it can."""
    limit, base = choice.limit or 0, choice.total - choice.fee
    words = ""
    match choice.refusal:
        case Refusal.CLOSED:
            words = _closed_words(choice)
        case Refusal.NOT_WITH_SENDING:
            words = _("いまのお届けの方法では選べません")
        case Refusal.TOO_MUCH:
            words = _(
                "商品と送料の合計が%(limit)sまでのご注文で選べます。いまは%(over)s超えています",
                limit=yen(limit),
                over=yen(base - limit),
            )
        case Refusal.TOO_LITTLE:
            words = _(
                "商品と送料の合計が%(limit)s以上のご注文で選べます。あと%(gap)sです",
                limit=yen(limit),
                gap=yen(limit - base),
            )
        case Refusal.NOT_THERE:
            words = _("お届け先の地域では選べません")
        case Refusal.NOT_TO_ADD:
            words = _("発送の準備までにご入金を確かめられないため、追加にはお使いいただけません")
    return words


def _closed_words(choice: PaymentChoice) -> str:
    """Not now, and from when on again where that is known."""
    until = choice.paying.closed_until
    words: str
    if until is None or shop_day(until) != shop_day(current.now()):
        words = _("ただいまお使いいただけません")
    else:
        time = f"{shop_time(until):%H:%M}"
        words = _("ただいまお使いいただけません。%(time)sからまた選べます", time=time)
    return words


def short_refusal(choice: PaymentChoice, way: str) -> str:
    """Why a method does not apply, in a clause beside its name; `way` is how the order goes."""
    words: str = ""
    match choice.refusal:
        case Refusal.CLOSED:
            words = _("ただいまお使いいただけません")
        case Refusal.TOO_MUCH:
            words = _("%(limit)sまでのご注文で使えます", limit=yen(choice.limit or 0))
        case Refusal.TOO_LITTLE:
            words = _("%(limit)sからのご注文で使えます", limit=yen(choice.limit or 0))
        case Refusal.NOT_WITH_SENDING:
            words = _("%(way)sでは使えません", way=way)
        case Refusal.NOT_THERE:
            words = _("お届け先の地域では使えません")
    return words


def opener_words(choice: PaymentChoice, chosen: SendingChoice | None) -> str:
    """With which way to send the method could be had, and what that costs more; "" where none would help."""
    way = choice.opened_by
    if way is None:
        return ""
    name, more = way_name(way), way.price - (chosen.price if chosen else 0)
    words: str
    if more == 0:
        words = _("%(way)sにすると選べます（送料は同じです）", way=name)
    elif more > 0:
        words = _("%(way)s（送料+%(more)s）にすると選べます", way=name, more=yen(more))
    else:
        words = _("%(way)s（送料%(less)s）にすると選べます", way=name, less=yen(more))
    return words


def decline_words(failure: str, method: str = "card") -> str:
    """What the bank or the wallet meant, and what can be done now."""
    words: str = _(
        "カード会社がこのカードでのお支払いを承認しませんでした。カードの内容をお確かめになるか、別の方法をお選びください。"
    )
    if method != "card":
        words = _(
            "お支払いが完了しませんでした。もう一度お試しいただくか、別の方法をお選びください。"
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
        case "expired":
            words = _(
                "お支払いの期限が過ぎたため、お知らせした番号は使えなくなりました。もう一度お試しいただくか、別の方法をお選びください。"
            )
        case "refused":
            words = _(
                "お支払いの手続きを始められませんでした。代金はいただいていません。もう一度お試しいただくか、別の方法をお選びください。"
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
