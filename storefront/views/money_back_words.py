"""Money on its way back, in the words of the page or mail at hand: why, by which way, how far."""

from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.jinja import format_date
from storefront.orders.order import OrderState
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import (
    BACK_TO_SOURCE,
    BOUNCED,
    BY_BANK,
    BY_HAND,
    UNDER_WAY,
    Cause,
    Reimbursement,
    ReimbursementState,
)

OVER = frozenset({OrderState.EXPIRED, OrderState.CANCELLED})


def why_words(row: Reimbursement) -> str:
    """Why the money goes back; for a refund, the reason that staff wrote for the buyer."""
    match row.cause:
        case Cause.REFUND:
            return row.refund.reason if row.refund else ""
        case Cause.LATE:
            return _late(row.payment)
        case Cause.DOUBLE:
            return str(_("このご注文の代金は、別のお支払いで済んでいます。"))
        case Cause.SHORT if row.payment.order.state in OVER:
            return str(_("期限までに代金がそろいませんでした。ご注文は成立していません。"))
        case Cause.SHORT:
            return str(_("この方法でのお支払いは取りやめになりました。"))
    return str(_("代金より多くお支払いいただきました。"))


def _late(payment: Payment) -> str:
    if payment.amendment_id is not None:
        return str(
            _(
                "お支払いが届いたときには、商品を追加できなくなっていました。もとのご注文はそのままです。"
            )
        )
    if payment.order.state == OrderState.CANCELLED:
        return str(
            _("お支払いが届いたときには、ご注文は取り消されていました。商品はお届けしません。")
        )
    return str(
        _(
            "お支払いが届いたときには、商品がなくなっていました。ご注文は成立していません。申し訳ありません。"
        )
    )


def account_words(row: Reimbursement) -> str:
    """Why a bank account is needed."""
    if row.failure == BOUNCED:
        return str(
            _("ご入力いただいた口座へ振り込めませんでした。口座をもう一度お知らせください。")
        )
    if row.payment.method in BACK_TO_SOURCE:
        return str(_("お支払いに使われた方法ではお返しできなかったため、銀行振込でお返しします。"))
    return str(_("このお支払い方法では、銀行振込でお返しします。"))


def way_words(row: Reimbursement) -> str:
    """By which way it goes, and how long the buyer may have to wait: honest about what is not in the shop's hands.

    "" where staff had paid it back before, or the buyer's bank had.
    """
    if row.failure in {BY_HAND, BY_BANK}:
        return ""
    if row.to_account:
        return str(_("銀行振込でお返しします。振込手数料は当店が負担します。"))
    if row.payment.method == "card":
        return str(
            _(
                "お支払いに使われたカードへお返しします。カード会社の処理に3〜10日ほどかかり、締め日によっては次回以降のご請求で差し引かれます。"
            )
        )
    return str(
        _("お支払いに使われたスマホ決済へお返しします。戻るまでに数日かかることがあります。")
    )


def standing_words(row: Reimbursement) -> str:
    """How far it is, in one sentence."""
    if row.state == ReimbursementState.NEEDS_ACCOUNT:
        return str(_("振込先の口座をお知らせください。"))
    if row.state == ReimbursementState.READY:
        return str(_("口座を承りました。お振り込みの準備をしています。"))
    if row.state in UNDER_WAY:
        return str(_("お返しの手続きをしています。"))
    return _done_words(row)


def _done_words(row: Reimbursement) -> str:
    if row.failure == BY_BANK:
        return str(_("カード会社からお返ししています。"))
    day = format_date(shop_day(row.succeeded_at or row.updated_at))
    if row.failure == BY_HAND:
        return str(_("%(day)sにお返ししました。", day=day))
    if row.to_account:
        return str(_("%(day)sに振り込みました。", day=day))
    return str(_("%(day)sにお返しの手続きを済ませました。", day=day))
