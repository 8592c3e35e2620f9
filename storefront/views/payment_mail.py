"""Orders that are not paid yet, or never were, as their mails tell it. Works outside a request; reads, writes nothing."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.jinja import format_date, translate, yen
from storefront.mail.messages import Words
from storefront.mail.payment_mail import PaymentMail, StoreLines
from storefront.money import Yen
from storefront.orders.order import Order, OrderLine
from storefront.payments.payment import Payment
from storefront.settings import Play
from storefront.shop.account import account_of
from storefront.views.how_to_pay import HowToPay, how_to_pay, moment_words
from storefront.views.letterhead import Letterhead, letterhead
from storefront.views.play_words import play
from storefront.views.store_words import StoreGuide


def how_to_pay_mail(order: Order, payment: Payment, now: datetime) -> PaymentMail:
    """Where and until when to pay, right after the order."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        how = how_of(frame, payment)
        subject = _("お支払いのご案内")
        lead = [
            _("ご注文を承りました。お支払いを確認できしだい、発送の準備に入ります。"),
            _("%(due)sまでに%(sum)sをお支払いください。", due=how.due, sum=yen(how.missing)),
        ]
        return frame.mail(subject, lead, facts_of(how, order), stores_of(how), [*_after(how), *_days(order, payment.due_at, now)], preheader=lead[1], button=_pay(frame))  # fmt: skip


def reminder_mail(order: Order, payment: Payment, now: datetime) -> PaymentMail:
    """The deadline is near and the money is not here."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        how = how_of(frame, payment)
        lead = [
            _("お支払いの期限が近づきました。%(due)sを過ぎると、ご注文は取り消されます。", due=how.due),
            _("行き違いですでにお支払いのときは、このままお待ちください。お支払いになるまで、代金はかかりません。"),
        ]  # fmt: skip
        return frame.mail(_("お支払いの期限のお知らせ"), lead, facts_of(how, order), stores_of(how), _after(how), button=_pay(frame))  # fmt: skip


def pay_link_mail(order: Order, now: datetime) -> PaymentMail:
    """What was ordered by phone, and the link to pay it by; for who has no page of the shop before them."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        until = moment_words(order.reserved_until)
        lead = [
            _("お電話でのご注文を承りました。ありがとうございます。"),
            _("%(until)sまでに、下のボタンから%(sum)sをお支払いください。それまで品物をお取り置きします。", until=until, sum=yen(order.total)),
        ]  # fmt: skip
        return _link_mail(frame, _("お支払いのお願い"), lead, lead[1], now)


def link_reminder_mail(order: Order, now: datetime) -> PaymentMail:
    """The link's time is nearly over, and nothing is paid: the same letter with other words at its head."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        until = moment_words(order.reserved_until)
        lead = [
            _("お支払いの期限が近づきました。%(due)sを過ぎると、ご注文は取り消されます。", due=until),
            _("お電話で承ったご注文の%(sum)sを、下のボタンからお支払いください。行き違いですでにお支払いのときは、このままお待ちください。", sum=yen(order.total)),
        ]  # fmt: skip
        return _link_mail(frame, _("お支払いの期限のお知らせ"), lead, lead[0], now)


def _link_mail(
    frame: Letterhead, subject: str, lead: list[str], preheader: str, now: datetime
) -> PaymentMail:
    """What was ordered, what it comes to, until when, and the link to pay it by."""
    order = frame.order
    facts = [
        *(Words(_goods(line), yen(line.amount)) for line in order.lines),
        *([Words(_("割引"), f"−{yen(order.discount)}")] if order.discount else []),
        Words(_("送料（%(way)s）", way=translate(order.sending_name)), yen(order.shipping)),
        *([Words(_("手数料"), yen(order.fee))] if order.fee else []),
        Words(_("お支払いの額（税込）"), yen(order.total)),
        Words(_("お支払いの期限"), moment_words(order.reserved_until)),
    ]
    rest = [
        *_days(order, order.reserved_until, now),
        _("お支払いの方法は、そのページで変えられます。期限を過ぎると、ご注文は取り消されます。代金はかかりません。"),
        _("カードの番号を、お電話やメールでお尋ねすることはありません。"),
    ]  # fmt: skip
    button = frame.link(_("お支払いへ進む"), "paying.pay")
    return frame.mail(subject, lead, facts, (), rest, preheader=preheader, button=button)


def _goods(line: OrderLine) -> str:
    name = _("・").join(part for part in (translate(line.name), translate(line.label)) if part)
    return str(_("%(name)s × %(count)s", name=name, count=line.quantity))


def part_mail(order: Order, payment: Payment, now: datetime) -> PaymentMail:
    """Part of the money came; what is missing, and until when."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        how = how_of(frame, payment)
        came, missing = yen(how.received), yen(how.missing)
        lead = [
            _("お振り込みの一部、あわせて%(came)sが届きました。ありがとうございます。", came=came),
            _("残りの%(missing)sを、%(due)sまでに同じ口座へお振り込みください。", missing=missing, due=how.due),
        ]  # fmt: skip
        rest = [_("期限までに全額が届かないときは、ご注文は取り消され、届いた分はお返しします。")]
        return frame.mail(_("一部のご入金を確認しました"), lead, facts_of(how, order), (), rest, preheader=lead[1], button=_pay(frame))  # fmt: skip


def expired_mail(order: Order, came: Yen, now: datetime) -> PaymentMail:
    """The time to pay is over; `came` yen did come and go back."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        lead = [_("お支払いの期限が過ぎたため、ご注文は取り消されました。商品はお届けしません。")]
        rest = [_("まだご入用でしたら、あらためてご注文ください。お待ちしています。")]
        return frame.mail(_("ご注文の期限が過ぎました"), [*lead, _owed(came)], (), (), rest)


def cancelled_mail(order: Order, came: Yen, reason: str, now: datetime) -> PaymentMail:
    """An order that was not paid was called off; `reason` is what the shop says of it, "" where its buyer asked for it."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        lead = [_("ご注文を取り消しました。商品はお届けしません。"), _owed(came)]
        facts = [Words(_("理由"), reason)] if reason else []
        return frame.mail(_("ご注文の取り消し"), lead, facts)


def _pay(frame: Letterhead) -> Words:
    return frame.link(_("お支払いのしかたを見る"), "orders.thank_you")


def how_of(frame: Letterhead, payment: Payment) -> HowToPay:
    """What an attempt asks of the buyer."""
    return how_to_pay(payment, account_of(frame.profile.account))


def _owed(came: Yen) -> str:
    words: str = (
        _("届いていた%(sum)sは、全額お返しします。", sum=yen(came))
        if came
        else _("代金はかかりません。お支払いは必要ありません。")
    )
    return words


def facts_of(how: HowToPay, order: Order) -> list[Words]:
    """Sum, deadline and account."""
    rows = [
        Words(_("残りの額") if how.received else _("お支払いの額"), yen(how.missing)),
        Words(_("お支払いの期限"), how.due),
        *(Words(one.term, _plain(one.words)) for one in how.account),
    ]
    if how.method == "transfer":
        rows.append(Words(_("お振込名義"), _("%(number)s ＋ お名前", number=order.number)))
    return rows


def stores_of(how: HowToPay) -> list[StoreLines]:
    """What to type at which store."""
    return [
        StoreLines(one.name, _numbers(one), [_plain(step) for step in one.steps])
        for one in how.stores
    ]


def _numbers(one: StoreGuide) -> list[Words]:
    rows = [Words(_("お支払い番号"), one.spaced)]
    return [*rows, Words(_("確認番号"), one.confirmation)] if one.confirmation else rows


def _after(how: HowToPay) -> list[str]:
    words = []
    if how.method == "transfer" and play() is not Play.LIVE:
        words.append(_("この口座は架空のものです。お振り込みにならないでください。"))
    if how.account:
        words.append(_("銀行の振込手数料はお客さまのご負担です。"))
    words.append(
        _("お支払い方法の変更とご注文の取り消しは、お支払いの前なら上のページからできます。")
    )
    return words


def _days(order: Order, due_at: datetime | None, now: datetime) -> list[str]:
    """What day is promised, and until when for it."""
    if now >= order.promise_until:
        return []
    until = min(order.promise_until, due_at or order.promise_until)
    return [
        _(
            "%(until)sまでにお支払いの場合、お届けは%(day)sの予定です。それより後のお支払いでは、お届けの日も後になります。",
            until=moment_words(until),
            day=format_date(order.promised_on),
        )
    ]


def _plain(words: Markup) -> str:
    return str(words.striptags())
