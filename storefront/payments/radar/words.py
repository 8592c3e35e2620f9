"""The radar in words, both languages: what each kind of mismatch is, what it means, and what its button does."""

from collections.abc import Mapping

from storefront.locales import Text
from storefront.payments.radar.mismatch import Kind, Remedy


def _both(ja: str, en: str) -> Text:
    return {"ja": ja, "en": en}


TITLE: Mapping[Kind, Text] = {
    Kind.PAYMENT_WITHOUT_ORDER: _both("ご注文のない入金", "Payment without an order"),
    Kind.CHARGED_TWICE: _both("二重のお支払い", "Charged twice"),
    Kind.ORDER_WITHOUT_PAYMENT: _both("入金のないご注文", "Order without a payment"),
    Kind.PAID_BUT_OVER: _both("終わったご注文への入金", "Paid, but the order is over"),
    Kind.MONEY_IDLE: _both("行き先のない入金", "Money that pays for nothing"),
    Kind.AMOUNT_DIFFERS: _both("金額の違い", "Amounts differ"),
    Kind.CAPTURED_HERE_ONLY: _both("決済会社にない入金", "Captured only in our books"),
    Kind.REFUND_DIFFERS: _both("返金額の違い", "Refunds differ"),
    Kind.OPEN_THERE: _both("決済会社に残る手続き", "Still open at the payment company"),
    Kind.LIVE_AFTER_END: _both(
        "終わったご注文の支払い手続き", "Payment open after the order's end"
    ),
    Kind.ATTEMPT_UNKNOWN: _both("結果のわからない支払い", "Payment of unknown outcome"),
    Kind.DISPUTE_LOST: _both("異議申し立てで失ったお金", "Money lost in a dispute"),
    Kind.DISPUTE: _both("支払いの異議申し立て", "Disputed payment"),
    Kind.REFUND_STUCK: _both("進まない返金", "Refund that does not move"),
    Kind.REFUND_TO_SEND: _both("振り込む返金", "Refund to be transferred"),
    Kind.ACCOUNT_WANTED: _both("口座の連絡待ち", "Waiting for the buyer's account"),
    Kind.CASH_AWAITED: _both("届かない代金", "Cash that did not come"),
    Kind.CONFIRMATION_MISSING: _both("書かれていない確認メール", "Confirmation never written"),
    Kind.GATEWAY_AWAY: _both("返事のない決済会社", "Payment company that does not answer"),
    Kind.WEBHOOK_FAILED: _both("確かめられなかった通知", "Message that could not be followed up"),
    Kind.MAIL_DEAD: _both("送れなかったメール", "Mail that could not be sent"),
    Kind.JOB_DEAD: _both("止まった作業", "Job that was given up"),
    Kind.STOCK_DIFFERS: _both("在庫数と台帳の違い", "Stock differs from its ledger"),
    Kind.METHOD_CLOSED: _both("受付を止めている支払い方法", "Payment method that is closed"),
}
"""What it is."""

MEANING: Mapping[Kind, Text] = {
    Kind.PAYMENT_WITHOUT_ORDER: _both(
        "決済会社の記録にあり、当店のどのご注文にもあたりません",
        "The payment company has it, and no order of ours matches",
    ),
    Kind.CHARGED_TWICE: _both(
        "一つのご注文に、合計より多くのお支払いがあります",
        "One order was paid more than its total",
    ),
    Kind.ORDER_WITHOUT_PAYMENT: _both(
        "確定していますが、入金の記録がありません",
        "It is confirmed, but no money is booked for it",
    ),
    Kind.PAID_BUT_OVER: _both(
        "取り消しや期限切れのあとに届いたお金が、手元に残っています",
        "The order was cancelled or expired, and the money is still here",
    ),
    Kind.MONEY_IDLE: _both(
        "届いたお金がご注文に充てられず、返されてもいません",
        "Money came in, pays for nothing and was not sent back",
    ),
    Kind.AMOUNT_DIFFERS: _both(
        "受け取った金額がご注文や決済会社の金額と合いません",
        "What came in is not what the order or the payment company says",
    ),
    Kind.CAPTURED_HERE_ONLY: _both(
        "当店では入金済み、決済会社では入金がありません",
        "Captured in our books, not in the payment company's",
    ),
    Kind.REFUND_DIFFERS: _both(
        "返した金額が決済会社の記録と合いません",
        "What we sent back is not what the payment company sent",
    ),
    Kind.OPEN_THERE: _both(
        "当店では終わった手続きが、決済会社でまだ支払えます",
        "Ended in our books, but it can still be paid there",
    ),
    Kind.LIVE_AFTER_END: _both(
        "ご注文は終わったのに、まだ支払いができます",
        "The order is over, but its payment can still go through",
    ),
    Kind.ATTEMPT_UNKNOWN: _both(
        "1時間たっても、お金が動いたかどうかわかりません",
        "For an hour nobody has known whether the money moved",
    ),
    Kind.DISPUTE_LOST: _both(
        "お客さまの銀行がお金を取り戻し、店には戻りません。商品をどうするか決めてください",
        "The buyer's bank has taken the money for good. Decide what becomes of the goods",
    ),
    Kind.DISPUTE: _both(
        "お客さまの銀行が返金を求めています。発送を止めて内容をお確かめください",
        "The buyer's bank wants the money back. Hold the parcel and look into it",
    ),
    Kind.REFUND_STUCK: _both(
        "返金の手続きが長く終わっていません",
        "It has been on its way for too long",
    ),
    Kind.REFUND_TO_SEND: _both(
        "お客さまの口座へ振り込んでください",
        "Transfer it to the buyer's account",
    ),
    Kind.ACCOUNT_WANTED: _both(
        "返金先の口座を、お客さまにたずねています",
        "The buyer was asked for an account to send it to",
    ),
    Kind.CASH_AWAITED: _both(
        "代金引換の代金が30日届いていません。配送会社にお確かめください",
        "Cash to be paid at the door has been missing for 30 days: ask the carrier",
    ),
    Kind.CONFIRMATION_MISSING: _both(
        "確定したご注文の確認メールが書かれていません",
        "The order is confirmed, but its mail was never written",
    ),
    Kind.GATEWAY_AWAY: _both(
        "記録を比べられませんでした。つながりしだい、もう一度比べます",
        "Its books could not be compared with ours. They will be once it answers",
    ),
    Kind.WEBHOOK_FAILED: _both(
        "決済会社の通知を10回確かめられませんでした",
        "Ten tries to follow up a message of the payment company failed",
    ),
    Kind.MAIL_DEAD: _both("10回送れず、あきらめました", "Given up after ten tries"),
    Kind.JOB_DEAD: _both("10回できず、あきらめました", "Given up after ten tries"),
    Kind.STOCK_DIFFERS: _both(
        "在庫数と台帳の合計（在庫数 / 台帳）が合いません",
        "The counter is not the sum of its ledger (counter / ledger)",
    ),
    Kind.METHOD_CLOSED: _both(
        "新しいお支払いを受け付けていません",
        "New payments by it are refused",
    ),
}
"""What it means."""

BUTTON: Mapping[Remedy, Text] = {
    Remedy.ASK: _both("決済会社に問い合わせる", "Ask the payment company"),
    Remedy.SETTLE: _both("ご注文に充てるか、返す", "Apply it, or send it back"),
    Remedy.CALL_OFF: _both("手続きを取り消す", "Call the payment off"),
    Remedy.SEND_AGAIN: _both("返金の状況を問い合わせる", "Ask about the refund"),
    Remedy.WRITE: _both("確認メールを送る", "Send the confirmation"),
    Remedy.RETRY: _both("もう一度試す", "Try again"),
    Remedy.BY_LEDGER: _both("台帳の数に合わせる", "Set it to the ledger's sum"),
    Remedy.OPEN: _both("受付を再開する", "Open it again"),
    Remedy.NOTE_LOSS: _both("失ったお金として記録する", "Write it down as lost"),
    Remedy.SEEN: _both("確認済みにする", "Mark as seen"),
}
"""What the button says."""

EFFECT: Mapping[Remedy, Text] = {
    Remedy.ASK: _both(
        "お金は動きません。返事に合わせて、ご注文の記録を改めます",
        "No money moves. The order follows the answer",
    ),
    Remedy.SETTLE: _both(
        "商品があればご注文を確定し、なければお金をお客さまへ返します",
        "If the goods are still there the order is confirmed, else the money goes back to the buyer",
    ),
    Remedy.CALL_OFF: _both(
        "もう支払えなくなります。先に支払われていたときは、その入金を記録します",
        "It can no longer be paid. If it was paid first, that is written down",
    ),
    Remedy.SEND_AGAIN: _both(
        "同じ返金を二度送ることはありません",
        "The same refund is never sent twice",
    ),
    Remedy.WRITE: _both("確認メールを一通だけ送ります", "One confirmation is sent, never two"),
    Remedy.RETRY: _both("さらに10回まで試します", "It is tried up to ten times more"),
    Remedy.BY_LEDGER: _both(
        "在庫数が台帳の合計になります。そのあと棚の数をお確かめください",
        "The counter becomes the ledger's sum. Count the shelf afterwards",
    ),
    Remedy.OPEN: _both("すぐに選べるようになります", "Buyers can choose it at once"),
    Remedy.NOTE_LOSS: _both(
        "ご注文を発送できるようになります。この支払いからは、もう何も返しません",
        "The order can be sent again. Nothing more of this payment is sent back",
    ),
    Remedy.SEEN: _both(
        "この一覧から消えます。ほかには何も変わりません",
        "It leaves this list. Nothing else changes",
    ),
}
"""What happens then, for the question before it."""
