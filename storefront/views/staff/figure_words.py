"""Words of the page with the figures of offers: states, reasons for silence, rates and what they lie between."""

from collections.abc import Callable

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.experiments.intervals import Interval, Rate, likely
from storefront.offers.days import LEAST_ORDERS, LEAST_PEOPLE, Groups
from storefront.offers.gate import Why
from storefront.offers.guarding import Guard
from storefront.offers.kinds import OfferState
from storefront.offers.offer import Offer
from storefront.views.staff.offer_words import STATES, stop_words

REASONS: dict[Why, LazyString] = {
    Why.CONTROL: _l("何も見せない1割の人"),
    Why.ROLLOUT: _l("公開の割合の外"),
    Why.IGNORED: _l("続けて見過ごされた"),
    Why.REFUSED: _l("この提案を断った"),
    Why.REFUSED_HERE: _l("この訪問で、同じ場所の提案を断った"),
    Why.OFF: _l("おすすめを表示しない設定"),
}


def state_words(offer: Offer) -> str:
    """公開中, or 停止 with the reason."""
    words = str(STATES[OfferState(offer.state)])
    because = stop_words(offer.stopped_because)
    return str(_("%(state)s（%(because)s）", state=words, because=because)) if because else words


def reason_words(why: Why) -> str:
    """Why it was held back."""
    return str(REASONS.get(why, why.value))


def percent(share: float) -> str:
    """3.2%."""
    return f"{share:.1%}"


def range_words(found: Interval, number: Callable[[float], str]) -> str:
    """0.6%〜7.7%."""
    words: str = _("%(low)s〜%(high)s", low=number(found.low), high=number(found.high))
    return words


def of_words(rate: Rate) -> str:
    """3.2% and what it lies between."""
    if not rate.of:
        return "–"
    between = range_words(likely(rate), percent)
    words: str = _("%(share)s（%(range)s）", share=percent(rate.share), range=between)
    return words


def change_words(groups: Groups) -> tuple[str, str]:
    """+4.0%, and what it lies between; that nothing can be said where too few people were there or ordered."""
    if not groups.enough:
        note = _(
            "それぞれ%(least)s人・注文%(orders)s件から", least=LEAST_PEOPLE, orders=LEAST_ORDERS
        )
        return str(_("まだ言えません")), str(note)
    return signed(groups.change.middle), range_words(groups.change, signed)


def verdict_words(guard: Guard) -> tuple[str, str]:
    """What the rule that takes offers back says of a placement: an icon, and words."""
    if guard.harmful:
        return "error", str(_("注文した人が減っています。ここのおすすめは自動で止まります"))
    if not guard.known:
        return "clock", str(_("まだ判断できません（それぞれ注文10件から）"))
    return "ok", str(_("減っているとは言えません"))


def signed(share: float) -> str:
    """+4.0% or −4.0%."""
    sign = "−" if share < 0 else "+"
    return f"{sign}{abs(share):.1%}"
