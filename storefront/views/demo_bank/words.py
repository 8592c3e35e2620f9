"""Words of the demo's panel: methods, states, wishes."""

from flask_babel import gettext as _

from storefront.payments.gateways import OutcomeStatus
from storefront.payments.gateways.demo import Wish


def method_name(method: str) -> str:
    """What a method is called at the provider."""
    names: dict[str, str] = {
        "card": _("カード"),
        "konbini": _("コンビニ"),
        "bank_transfer": _("銀行振込"),
        "wallet": _("スマホ決済"),
    }
    return names.get(method, method)


def status_name(status: str) -> str:
    """How a charge stands at the provider."""
    names: dict[str, str] = {
        OutcomeStatus.CAPTURED: _("入金済み"),
        OutcomeStatus.NEEDS_ACTION: _("お客さまの返事待ち"),
        OutcomeStatus.PROCESSING: _("入金待ち"),
        OutcomeStatus.DECLINED: _("不承認"),
        OutcomeStatus.CANCELLED: _("取り消し"),
        OutcomeStatus.UNKNOWN: _("返事が遅れています"),
    }
    return names[status]


def wish_names() -> list[tuple[Wish, str, str]]:
    """Everything that can be wished for: its name, and what it does."""
    return [
        (Wish.LATE, _("遅れて決まる"), _("結果そのものが、下で選んだ時間だけ遅れます")),
        (Wish.TWICE, _("二度届く"), _("結果の知らせが、続けて二度届きます")),
        (
            Wish.REVERSED,
            _("順番が入れかわる"),
            _("同じお支払いの次の知らせに追いこされます。次がなければ1分後に届きます"),
        ),
        (Wish.LOST, _("届かない"), _("知らせは一覧にだけ残ります。お店がたずねると分かります")),
        (
            Wish.REFUND_WAITS,
            _("返金に時間がかかる"),
            _("返金は受け付けられ、選んだ時間のあとで済みます"),
        ),
        (
            Wish.REFUND_FAILS,
            _("返金できない"),
            _("返金は受け付けられ、選んだ時間のあとで断られます"),
        ),
        (
            Wish.REFUND_RETURNS,
            _("返金が戻ってくる"),
            _("いちど済んだ返金が、選んだ時間のあとで戻ってきます"),
        ),
        (Wish.CALL_FAILS, _("呼び出しが失敗する"), _("何もせずにエラー（500）を返します")),
        (
            Wish.CALL_TIMES_OUT,
            _("返事が返らない"),
            _("言われたことは行い、返事だけが途中で失われます"),
        ),
    ]


def waits() -> list[tuple[int, str]]:
    """The times that can be chosen, in seconds and in words."""
    return [
        (0, _("すぐ")),
        (10, _("10秒後")),
        (60, _("1分後")),
        (600, _("10分後")),
        (86_400, _("1日後")),
        (10 * 86_400, _("10日後")),
    ]
