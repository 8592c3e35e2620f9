"""A file coming in: first what it would do, then exactly that, all of it or nothing."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from storefront.catalog.price import PriceTaken
from storefront.database import again, writing
from storefront.extensions import db
from storefront.files import kept
from storefront.files.going_through import go_through
from storefront.files.kept import KeptFile
from storefront.files.plan import Change, Plan
from storefront.files.sheet import Kind, Writing
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access, takes_files
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.file_words import FILES, trouble_words
from storefront.views.staff.files import SHEETS, files_page, of_goods
from storefront.views.staff.telling import said

NUMBER = "int(max=2147483647)"
LONGEST_TOLD = 120
"""Signs of a text that the audit keeps of a cell."""


@bp.post("/files/<kind>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
@takes_files(kept.LARGEST)
def look_at_goods(kind: str) -> Response:
    """See what a file of the catalogue would do."""
    return _looked_at(of_goods(kind))


@bp.post("/files/stock")
@access(STAFF, Permission.COUNT_STOCK)
@takes_files(kept.LARGEST)
def look_at_stock() -> Response:
    """See what a file of counts would do."""
    return _looked_at(Kind.STOCK)


@bp.get(f"/files/<kind>/<{NUMBER}:number>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def goods_file(kind: str, number: int) -> Response:
    """What it would do, or did."""
    return _page(_own(of_goods(kind), number))


@bp.get(f"/files/stock/<{NUMBER}:number>")
@access(STAFF, Permission.COUNT_STOCK)
def stock_file(number: int) -> Response:
    """What it would do, or did."""
    return _page(_own(Kind.STOCK, number))


@bp.post(f"/files/<kind>/<{NUMBER}:number>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def apply_goods_file(kind: str, number: int) -> Response:
    """Do what it was shown to do."""
    return again(lambda: _applied(of_goods(kind), number))


@bp.post(f"/files/stock/<{NUMBER}:number>")
@access(STAFF, Permission.COUNT_STOCK)
def apply_stock_file(number: int) -> Response:
    """Do what it was shown to do."""
    return again(lambda: _applied(Kind.STOCK, number))


def _looked_at(kind: Kind) -> Response:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return files_page(kind, _("ファイルを選んでください"))
    stream = cast(BinaryIO, sent.stream)
    token = writing.set(False)  # a long look keeps nobody from ordering
    try:
        plan = go_through(SHEETS[kind](), stream)
    finally:
        db.session.rollback()
        writing.reset(token)
    row = kept.keep(stream, kind, sent.filename, at_work().member_id, plan, current.now())
    db.session.commit()
    return _see(row)


def _applied(kind: Kind, number: int) -> Response:
    row, now = _own(kind, number), current.now()
    shown, by = row.plan_digest, actor()
    if row.applied_at is not None or not kept.claim(row, now):
        db.session.rollback()
        return _see(row, told="file_over")
    wanted = Writing(by.name, f"file:{row.id}", now)
    try:
        with kept.opened(row) as stream:
            plan = go_through(SHEETS[kind](), stream, wanted, lambda done: _told(row, done))
    except (IntegrityError, PriceTaken):
        db.session.rollback()
        return _asked_again(row, None)
    if plan.refused or plan.digest != shown:
        db.session.rollback()
        return _asked_again(row, plan)
    kept.drop_pieces(row)
    after = {"kind": kind.value, "name": row.name, "digest": row.digest, **plan.counts}
    write_down(by, Act.FILE_APPLIED, f"file:{row.id}", now, after=after)
    db.session.commit()
    return _see(row, told="file_applied")


def _told(row: KeptFile, changes: Sequence[Change]) -> None:
    """One line in the audit for each block of changed rows: what was and what is, cell by cell."""
    if not changes:
        return
    old = {one.code: {d.column: d.old[:LONGEST_TOLD] for d in one.differences} for one in changes if not one.new}  # fmt: skip
    new = {one.code: {d.column: d.new[:LONGEST_TOLD] for d in one.differences} for one in changes}
    write_down(actor(), Act.FILE_CHANGED, f"file:{row.id}", current.now(), old, new)
    db.session.flush()


def _asked_again(row: KeptFile, plan: Plan | None) -> Response:
    """The shop is not what it was when the file was looked at: nothing was done, and it is shown anew."""
    if plan is None:
        with kept.opened(row) as stream:
            plan = go_through(SHEETS[Kind(row.kind)](), stream)
    kept.tell_anew(row, plan)
    db.session.commit()
    return _page(row, 409)


def _page(row: KeptFile, status: int = 200) -> Response:
    endpoint, names = _address(row)
    expired = row.applied_at is None and row.expires_at <= current.now()
    ready = not (row.applied_at or expired or row.counts["refused"])
    return own_page(
        "staff/file.html",
        status,
        file=row,
        words=FILES[Kind(row.kind)],
        action=url(f"staff.apply_{endpoint.removeprefix('staff.')}", **names),
        expired=expired,
        ready=ready and bool(row.counts["new"] or row.counts["changed"]),
        news=status == 409,
        refusals=[(one, trouble_words(one)) for one in row.told["refusals"]],
        said=said(),
    )


def _see(row: KeptFile, **more: str) -> Response:
    endpoint, names = _address(row)
    return see_other(endpoint, **names, **more)


def _address(row: KeptFile) -> tuple[str, dict[str, str | int]]:
    if row.kind == Kind.STOCK:
        return "staff.stock_file", {"number": row.id}
    return "staff.goods_file", {"kind": row.kind, "number": row.id}


def _own(kind: Kind, number: int) -> KeptFile:
    return kept.of_member(number, kind, at_work().member_id) or abort(404)
