"""What a change came to, said on the page it leads back to: a code in the address, its words from this one list."""

from dataclasses import dataclass

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Said:
    """Words on what just happened; `kind` is that of the notice."""

    kind: str
    text: str


DONE: dict[str, LazyString] = {
    "ask": _l("決済会社に問い合わせています。数秒で返事が届きます。"),
    "settle": _l("お金の行き先を決めました。"),
    "call_off": _l("手続きの取り消しを始めました。数秒で終わります。"),
    "send_again": _l("返金の状況を問い合わせています。数秒で返事が届きます。"),
    "sent": _l("振り込み済みにしました。お客さまに知らせます。"),
    "write": _l("確認メールを送ります。"),
    "retry": _l("もう一度試しています。"),
    "by_ledger": _l("在庫数を台帳に合わせました。棚の数をお確かめください。"),
    "open": _l("受付を再開しました。"),
    "seen": _l("確認済みにしました。"),
    "closed": _l("受付を止めました。すでに始まった支払いは続きます。"),
    "came_back": _l("お客さまに、別の口座をたずねています。"),
    "refunded": _l("返金を始めました。お客さまに返還インボイスを送ります。"),
    "by_hand": _l("返金を記録しました。お客さまに返還インボイスを送ります。"),
    "called_off": _l("注文を取り消しました。"),
    "dispute_over": _l("異議申し立ての終わりを記録しました。発送や返金ができます。"),
    "note_loss": _l("失ったお金として記録しました。この注文は、もう何も待っていません。"),
    "taken_by_phone": _l("電話の注文を承りました。お客さまにメールで知らせます。"),
    "wish_no": _l("記録しました。この方のメールには、おすすめをのせません。"),
    "wish_yes": _l("記録しました。この方のメールに、またおすすめをのせます。"),
    "customer_erased": _l("消去しました。残るのは、税の法律で残す記録だけです。"),
    "phone_dropped": _l("控えを捨てました。"),
    "sent_off": _l("発送済みにしました。"),
    "order_rearranged": _l("お届けの内容を変えました。お客さまに知らせます。"),
    "noted": _l("メモを書きとめました。"),
    "note_shown": _l("出荷の注意に出しました。"),
    "note_hidden": _l("出荷の注意から外しました。"),
    "email_corrected": _l("宛先を直しました。いま送るメールはありません。"),
    "email_corrected_mailed": _l("宛先を直し、いまの内容のメールを送りました。"),
    "mailed_again": _l("メールを送ります。数秒で一覧に出ます。"),
    "part_sent": _l("一部を発送しました。残りは出荷待ちのままです。"),
    "sent_many": _l("送り状番号を取り込み、発送済みにしました。お客さまに知らせます。"),
    "money_seen": _l("入金を記録しました。"),
    "counted": _l("棚の数を記録しました。"),
    "counted_same": _l("棚の数は帳簿どおりでした。数えたことを記録しました。"),
    "counted_many": _l("入れた数をすべて記録しました。"),
    "file_applied": _l("ファイルのとおりに反映しました。"),
    "adjusted": _l("増減を記録しました。"),
    "product_added": _l("下書きを作りました。まだだれにも見えません。"),
    "product_saved": _l("商品を保存しました。"),
    "product_published": _l("公開しました。次に開かれるページから出ます。"),
    "product_hidden": _l("公開をやめました。店には出ません。"),
    "product_deleted": _l("下書きを消しました。"),
    "related_saved": _l("一緒に使うものを保存しました。"),
    "picture_added": _l("写真を足しました。"),
    "picture_saved": _l("写真の説明を保存しました。"),
    "picture_out": _l("写真を外しました。"),
    "moved": _l("順番を変えました。"),
    "sku_added": _l("SKUを足しました。在庫は、数えて入れてください。"),
    "sku_saved": _l("SKUを保存しました。"),
    "sku_deleted": _l("SKUを消しました。"),
    "price_set": _l("値段を変えました。すぐに店に出ます。"),
    "price_planned": _l("これからの値段を決めました。その時刻に変わります。"),
    "price_withdrawn": _l("これからの値段を取り消しました。"),
    "category_added": _l("分類を足しました。"),
    "category_saved": _l("分類のことばを保存しました。"),
    "view_saved": _l("表示を保存しました。"),
    "view_deleted": _l("表示を消しました。"),
    "member_saved": _l("担当者を保存しました。"),
    "member_off": _l("この人を止めました。サインインできません。"),
    "member_on": _l("この人を元に戻しました。"),
    "member_factors": _l("二段階の確認を外しました。"),
    "member_sessions": _l("サインイン中の画面をすべて終わらせました。"),
    "session_ended": _l("その画面のサインインを終わらせました。"),
    "factor_added": _l("設定しました。次のサインインから使えます。"),
    "factor_removed": _l("外しました。"),
    "recovery_used": _l(
        "回復コードを一つ使いました。電話をなくしたときは、ここで新しいものに替えてください。"
    ),
    "offer_saved": _l("保存しました。"),
    "offer_published": _l("公開しました。次に開かれるページから出ます。"),
    "offer_stopped": _l("停止しました。値引きも終わりました。"),
    "offer_deleted": _l("下書きを消しました。"),
    "way_added": _l("写しを作りました。書き終えたら「使う」に印を付けて保存してください。"),
    "setting_saved": _l("変えました。次に開かれるページから変わります。"),
    "setting_scheduled": _l("決めた日の0時に変わります。それまではいまのままです。"),
    "setting_withdrawn": _l("取りやめました。"),
    "days_added": _l("日を加えました。お届けの日は、次の表示から変わります。"),
    "day_removed": _l("日を外しました。"),
    "tax_added": _l("税率を加えました。その日の0時から変わります。"),
    "tax_withdrawn": _l("これからの税率を取りやめました。"),
}
"""What was done."""
NOT_DONE: dict[str, LazyString] = {
    "none_picked": _l("注文がひとつも選ばれていません。左の四角で選んでください。"),
    "gone": _l("もう解決しています。何も変えていません。"),
    "same": _l("すでにそうなっています。何も変えていません。"),
    "seen_before": _l("同じ控えの入金は、すでに記録されています。何も変えていません。"),
    "cannot_change": _l("もう荷物が出たか、終わった注文です。お届けの内容は変えられません。"),
    "attempt_open": _l(
        "支払いの手続きが始まっているので、合計の変わる変更はできません。手続きが終わるか、注文を取り消してからお試しください。何も変えていません。"
    ),
    "unpayable_there": _l(
        "この注文の支払い方法は、そのお届け先や方法では使えません。何も変えていません。"
    ),
    "mail_too_often": _l("この注文のメールを続けて送りました。1時間ほどあとにお試しください。"),
    "mail_over": _l(
        "このメールはもう送れません。用件が終わったか、中のリンクの期限が切れています。"
    ),
    "phone_unfinished": _l(
        "まだ注文にできません。足りないところや、変わったところを確かめてください。"
    ),
    "phone_desk_full": _l("書きかけの控えが20枚あります。いらない控えを捨ててください。"),
    "not_ready": _l("この返金は、いま振り込みを待っていません。何も変えていません。"),
    "account_changed": _l(
        "お客さまが口座を変えました。振り込んだ口座をお確かめください。何も変えていません。"
    ),
    "order_changed": _l(
        "画面を開いたあとに、この注文が変わりました。内容を確かめて、もう一度お試しください。何も変えていません。"
    ),
    "still_open": _l(
        "お金が動いたかどうか、まだわかりません。1分ほどあとに、もう一度お試しください。"
    ),
    "last_owner": _l("ほかに責任者がいないので、止められません。何も変えていません。"),
    "own_page": _l("自分のものは、自分の設定で変えてください。何も変えていません。"),
    "session_over": _l("その画面のサインインは、もう終わっています。"),
    "factor_needed": _l(
        "責任者と店長には、一つは要ります。先に別のものを設定してください。何も変えていません。"
    ),
    "already_sent": _l(
        "発送したあとです。まだ送っていない分や戻ってきた分は、返金してください。何も変えていません。"
    ),
    "already_over": _l("この注文は、もう終わっています。何も変えていません。"),
    "in_dispute": _l(
        "お客さまの銀行が返金を求めています。二重に返さないよう、何も変えていません。"
    ),
    "not_paid": _l("まだお金を受け取っていません。何も変えていません。"),
    "no_money": _l("この注文に、手で記録する入金はありません。"),
    "amendment_waits": _l("追加分の支払いを待っています。決まってから発送してください。"),
    "only_whole": _l("代金引換の注文は、一度に全部を送ります。何も変えていません。"),
    "not_confirmed": _l("確定していない注文です。何も変えていません。"),
    "nothing_left": _l("この注文は、すべて返金しました。"),
    "file_over": _l("このファイルは、もう反映したか、時間がたちました。何も変えていません。"),
    "counted_before": _l("同じ画面からの記録は、すでに入っています。二重には数えていません。"),
    "nothing_counted": _l("数が一つも入っていません。何も変えていません。"),
    "no_preview": _l("プレビューには、写真とSKUが一つずつ要ります。"),
    "product_kept": _l(
        "公開中か、在庫があるか、売れたりカートに入ったりしたことがあるので、消せません。何も変えていません。"
    ),
    "sku_kept": _l(
        "公開中の商品のものか、在庫があるか、売れたりカートに入ったりしたことがあるので、消せません。何も変えていません。"
    ),
    "price_begun": _l("その値段は、もう始まっているか、取り消されています。何も変えていません。"),
    "not_deletable": _l(
        "公開したことがあるか、ほかのおすすめのあとに続くので、消せません。何も変えていません。"
    ),
}
"""Why nothing was."""


def said() -> Said | None:
    """What the address of this request tells; None for nothing, or for what nobody here ever says."""
    code = request.args.get("told", "")
    if code in DONE:
        return Said("ok", str(DONE[code]))
    return Said("warn", str(NOT_DONE[code])) if code in NOT_DONE else None
