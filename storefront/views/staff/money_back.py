"""Money that goes back by bank transfer: reading the accounts, saying that a sum was sent, or that it came back."""

from collections.abc import Sequence

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate, yen
from storefront.payments.bank_account import SHOWN_DIGITS, NamedAccount
from storefront.payments.by_transfer import AccountChanged, came_back, mark_sent
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.reports.owed import Owed, one_owed, owed
from storefront.shop.account import KINDS
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.money_words import CAUSES, REIMBURSEMENT_STATES, moment_words
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

BIGGEST_ID = 2**31 - 1
State = ReimbursementState


@bp.get("/money-back")
@access(STAFF, Permission.SEE_MONEY)
def money_back() -> Response:
    """Every sum on its way; of an account only what the buyer is shown as well."""
    return _page()


@bp.post("/money-back")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def read_accounts() -> Response:
    """Show the accounts of all sums that are to be sent, whole; the audit keeps who read which."""
    now = current.now()
    for one in owed(now)[State.READY]:
        if one.account is not None:
            write_down(actor(), Act.ACCOUNT_READ, f"reimbursement:{one.row.id}", now)
    db.session.commit()
    return _page(whole=True)


@bp.get("/money-back/<int:reimbursement_id>/sent")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def transfer(reimbursement_id: int) -> Response:
    """Ask whether it was sent, and to the account that was read."""
    one = _one(reimbursement_id)
    account = one.account
    if one.row.state != State.READY or account is None:
        return see_other("staff.money_back", told="not_ready")
    ending = request.args.get("ending") or account.ending
    if ending != account.ending:
        return see_other("staff.money_back", told="account_changed")
    return _question(
        one, account, _("振り込み済みにします"), _("振り込み済みにする"), "staff.transfer_now",
        [
            _("この口座へ振り込んだあとに押してください。この画面からお金は動きません。"),
            _("お客さまに、お金を返したことをメールで知らせます。"),
        ],
    )  # fmt: skip


@bp.post("/money-back/<int:reimbursement_id>/sent")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def transfer_now(reimbursement_id: int) -> Response:
    """Write down that it was sent, once; refused when the buyer has named another account since."""
    now, row = current.now(), _one(reimbursement_id).row
    ending = request.form.get("ending", "")
    if len(ending) != SHOWN_DIGITS:
        abort(400)
    try:
        marked = mark_sent(row, now, ending)
    except AccountChanged:
        db.session.rollback()
        return see_other("staff.money_back", told="account_changed")
    if not marked:
        db.session.rollback()
        return see_other("staff.money_back", told="not_ready")
    _audit(Act.TRANSFERRED, row, State.READY, State.SUCCEEDED)
    db.session.commit()
    return see_other("staff.money_back", told="sent")


@bp.get("/money-back/<int:reimbursement_id>/came-back")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def bounced(reimbursement_id: int) -> Response:
    """Ask whether the transfer came back."""
    one = _one(reimbursement_id)
    account = one.account
    if one.row.state not in (State.READY, State.SUCCEEDED) or account is None:
        return see_other("staff.money_back", told="not_ready")
    return _question(
        one, account, _("振り込みが戻ってきました"), _("別の口座をたずねる"), "staff.bounced_now",
        [_("お客さまに、別の口座をメールでたずねます。いまの口座は消します。")],
    )  # fmt: skip


@bp.post("/money-back/<int:reimbursement_id>/came-back")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def bounced_now(reimbursement_id: int) -> Response:
    """Ask the buyer for another account, once."""
    now, row = current.now(), _one(reimbursement_id).row
    before = row.state
    if not came_back(row, now):
        db.session.rollback()
        return see_other("staff.money_back", told="not_ready")
    _audit(Act.CAME_BACK, row, before, State.NEEDS_ACCOUNT)
    db.session.commit()
    return see_other("staff.money_back", told="came_back")


def ending_words(account: NamedAccount) -> str:
    """葉っぱ銀行 渋谷支店 普通 ••••567: as much as the buyer is shown."""
    kind = kind_words(account)
    return f"{account.bank} {account.branch} {kind} ••••{account.ending}"


def kind_words(account: NamedAccount) -> str:
    """普通 or 当座."""
    return translate(KINDS[account.kind])


def in_one_line(one: Owed) -> str:
    """Everything a transfer needs, for copying; between tabs, as a sheet takes it."""
    account = one.account
    if account is None:
        return ""
    parts: Sequence[object] = (
        account.bank_code, account.bank, account.branch_code, account.branch,
        kind_words(account), account.number, account.holder, one.row.amount,
    )  # fmt: skip
    return "\t".join(map(str, parts))


def _page(*, whole: bool = False) -> Response:
    return own_page(
        "staff/money_back.html",
        owed=owed(current.now()),
        whole=whole,
        said=said(),
        causes=CAUSES,
        states=REIMBURSEMENT_STATES,
        ending_words=ending_words,
        kind_words=kind_words,
        in_one_line=in_one_line,
    )


def _question(
    one: Owed, account: NamedAccount, title: str, button: str, answer: str, effects: Sequence[str]
) -> Response:
    """Ask before something is said of a sum; the digits of the account that was read go with the answer."""
    return sure_page(
        Sure(
            title=title,
            button=button,
            action=url(answer, reimbursement_id=one.row.id),
            back=url("staff.money_back"),
            effects=effects,
            facts=[
                (_("注文番号"), one.number),
                (_("金額"), yen(one.row.amount)),
                (_("いつから"), moment_words(one.row.created_at)),
                (_("振込先"), ending_words(account)),
            ],
            hidden={"ending": account.ending},
        )
    )


def _audit(act: Act, row: Reimbursement, before: str, after: State) -> None:
    number = row.payment.order.number
    was = {"reimbursement": row.id, "state": str(before)}
    now = {"state": after.value, "amount": row.amount}
    write_down(actor(), act, f"order:{number}", current.now(), was, now)


def _one(reimbursement_id: int) -> Owed:
    found = one_owed(reimbursement_id) if reimbursement_id <= BIGGEST_ID else None
    return found or abort(404)
