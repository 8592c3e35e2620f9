"""Money that goes back, as its mails tell it. Works outside a request; reads, writes nothing; no mail names an account."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.jinja import format_date, yen
from storefront.mail.messages import Words
from storefront.mail.payment_mail import PaymentMail
from storefront.payments.reimbursement import Cause, Reimbursement
from storefront.views.letterhead import letterhead
from storefront.views.money_back_words import account_words, way_words, why_words


def account_wanted_mail(row: Reimbursement, now: datetime) -> PaymentMail:
    """How much goes back and why, and the link to the page that asks for the account."""
    frame = letterhead(row.payment.order, now)
    with force_locale(frame.locale):
        lead = [_("%(sum)sをお返しします。", sum=yen(row.amount)), account_words(row)]
        rest = [
            _("振込手数料は当店が負担します。"),
            _("リンクから時間がたつと、ご注文のときのメールアドレスをお尋ねします。"),
            _("口座番号や暗証番号を、メールや電話でお尋ねすることはありません。"),
        ]
        form = frame.link(_("口座を入力する"), "reimbursements.show", id=row.id)
        subject = _("ご返金先の口座をお知らせください")
        return frame.mail(subject, [*lead, *_surplus(row)], _facts(row), (), rest, button=form)


def money_sent_mail(row: Reimbursement, now: datetime) -> PaymentMail:
    """How much was sent, why, and how long it may take."""
    frame = letterhead(row.payment.order, now)
    with force_locale(frame.locale):
        day, total = format_date(shop_day(row.succeeded_at or now)), yen(row.amount)
        if row.to_account:
            subject = _("ご返金を振り込みました")
            sent = _(
                "%(day)sに、お知らせいただいた口座へ%(sum)sを振り込みました。", day=day, sum=total
            )
            rest = [_("届くまでに、銀行の営業日で1日ほどかかることがあります。")]
        else:
            subject = _("ご返金の手続きを済ませました")
            sent = _("%(day)sに%(sum)sをお返しする手続きを済ませました。", day=day, sum=total)
            rest = [way_words(row)]
        return frame.mail(subject, [sent, *_surplus(row)], _facts(row), (), rest)


def _surplus(row: Reimbursement) -> Sequence[str]:
    """Why money goes back that paid for nothing: said at length. A refund's reason stands among the facts."""
    return () if row.cause == Cause.REFUND else (why_words(row),)


def _facts(row: Reimbursement) -> Sequence[Words]:
    facts = [Words(_("ご返金の額"), yen(row.amount))]
    return [*facts, Words(_("理由"), why_words(row))] if row.cause == Cause.REFUND else facts
