"""Words about ways to send: why one cannot be had, what goes in which parcel, why a day cannot be chosen.

Plain functions of values of the quote; the words come out in the language that is set for translations.
"""

from datetime import date

from flask_babel import gettext as _

from storefront.jinja import format_date, translate, yen
from storefront.quoting.quote import Quote
from storefront.quoting.sending import NotSent, Parcel, SendingChoice
from storefront.shipping.limits import Limit, Limits
from storefront.views.shipping_words import centimetres, kilograms


def limit_words(not_sent: NotSent) -> str:
    """Why a way cannot be had: what it takes, and what there is."""
    limit, excess = not_sent.excess.limit, not_sent.excess
    words: str
    match limit:
        case Limit.LENGTH | Limit.WIDTH | Limit.THICKNESS:
            words = _side_words(limit, centimetres(excess.allowed), centimetres(excess.needed))
        case Limit.WEIGHT:
            words = _(
                "重さ%(allowed)sまでの便です。梱包した重さは%(needed)sあります",
                allowed=kilograms(excess.allowed),
                needed=kilograms(excess.needed),
            )
        case Limit.VOLUME:
            words = _room_words(not_sent.sending.limits, excess.needed)
        case Limit.VALUE:
            words = _(
                "商品%(allowed)sまでの便です。いまは%(needed)sあります",
                allowed=yen(excess.allowed),
                needed=yen(excess.needed),
            )
        case Limit.REGION:
            words = _("お届け先の地域では使えない便です")
    return words


def refusal_of(quote: Quote, code: str) -> NotSent | None:
    """What stands in the way of a way to send, None when nothing does or there is no such way."""
    return next((one for one in quote.not_sent if one.sending.code == code), None)


def way_name(choice: SendingChoice) -> str:
    """How all of it goes: 宅配便, 宅配便2箱, 宅配便とクール便 / Home delivery + Refrigerated parcel."""
    return str(_("と")).join(boxed_name(parcel) for parcel in choice.parcels)


def boxed_name(parcel: Parcel) -> str:
    """A parcel's way with its boxes, when there are several: 宅配便2箱."""
    return boxes_words(translate(parcel.sending.name), parcel.boxes)


def boxes_words(name: str, boxes: int) -> str:
    """A name with the number of boxes behind it, when there are several: 宅配便2箱 / Home delivery in 2 boxes."""
    return name if boxes == 1 else name + str(_("%(boxes)s箱", boxes=boxes))


def pieces_words(name: str, temperature: str, pieces: int) -> str:
    """A name with how many goods go by it, and whether they are kept cool."""
    words: str = (
        _("%(name)s（冷蔵の品%(count)s点）", name=name, count=pieces)
        if temperature == "cool"
        else _("%(name)s（常温の品%(count)s点）", name=name, count=pieces)
    )
    return words


def day_refused_words(choice: SendingChoice, day: date | None) -> str:
    """Why a day cannot be had by a way to send, and which can; None is what was no day at all."""
    first, last = choice.days[0], choice.days[-1]
    words: str
    if day is not None and first <= day <= last:
        words = _(
            "%(day)sは配送業者がお届けを休みます。ほかの日をお選びください", day=format_date(day)
        )
    elif day is not None and day > last:
        words = _("お届け日は%(last)sまでの日からお選びください", last=format_date(last))
    else:
        words = _(
            "%(day)sからお届けできます。お届け日を選びなおしてください",
            day=format_date(choice.earliest_on),
        )
    return words


def _room_words(limits: Limits, volume: int) -> str:
    needed = -(-volume // limits.volume)
    if limits.boxes == 1:
        return str(_("1箱に入る量までの便です。いまの量は%(needed)s箱ぶんあります", needed=needed))
    return str(
        _(
            "一度のご注文で%(boxes)s箱までの便です。いまの量は%(needed)s箱ぶんあります",
            boxes=limits.boxes,
            needed=needed,
        )
    )


def _side_words(limit: Limit, allowed: str, needed: str) -> str:
    if limit is Limit.LENGTH:
        words = _(
            "長さ%(allowed)sまでの便です。いちばん長い品は%(needed)sあります",
            allowed=allowed,
            needed=needed,
        )
    elif limit is Limit.WIDTH:
        words = _(
            "幅%(allowed)sまでの便です。いちばん幅のある品は%(needed)sあります",
            allowed=allowed,
            needed=needed,
        )
    else:
        words = _(
            "厚さ%(allowed)sまでの便です。いちばん厚い品は%(needed)sあります",
            allowed=allowed,
            needed=needed,
        )
    return str(words)
