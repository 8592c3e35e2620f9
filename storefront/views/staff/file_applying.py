"""A file coming in: first what it would do, then exactly that, all of it or nothing."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.database import again
from storefront.extensions import db
from storefront.files import kept, told
from storefront.files.applying import Moved, apply
from storefront.files.kept import KeptFile
from storefront.files.sheet import Kind, Writing
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access, takes_files
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff import file_looking
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.file_looking import SHEETS
from storefront.views.staff.file_words import FILES, trouble_words
from storefront.views.staff.files import files_page, of_goods
from storefront.views.staff.telling import said

NUMBER = "int(max=2147483647)"


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
    stream, now = cast(BinaryIO, sent.stream), current.now()
    file_looking.tidy(now)
    row = kept.keep(stream, kind, sent.filename, at_work().member_id, now)
    db.session.commit()
    stream.seek(0)
    file_looking.look(row, stream)
    return _see(row)


def _applied(kind: Kind, number: int) -> Response:
    row, by, now = _own(kind, number), actor(), current.now()
    if row.applied_at is not None or not kept.claim(row, now):
        db.session.rollback()
        return _see(row, told="file_over")
    if not row.ready:
        db.session.rollback()
        return _page(row, 409)
    staged = row.staging
    try:
        apply(SHEETS[kind](), staged, Writing(by.name, f"file:{row.id}", now))
    except Moved as moved:
        db.session.rollback()
        return _asked_again(row, moved.lines)
    told.tell(row.id, by, now)
    after = {"kind": kind.value, "name": row.name, "digest": row.digest, **row.counts}
    write_down(by, Act.FILE_APPLIED, f"file:{row.id}", now, after=after)
    db.session.commit()
    file_looking.forget(row.id)
    return _see(row, told="file_applied")


def _asked_again(row: KeptFile, moved: Sequence[int]) -> Response:
    """The shop is not what it was when the file was looked at: nothing was done, and it is shown anew."""
    with kept.opened(row) as stream:
        file_looking.look(row, stream)
    return _page(row, 409, moved)


def _page(row: KeptFile, status: int = 200, moved: Sequence[int] | None = None) -> Response:
    endpoint, names = _address(row)
    expired = row.applied_at is None and row.expires_at <= current.now()
    shown = row.told or {"changes": [], "refusals": []}
    return own_page(
        "staff/file.html",
        status,
        file=row,
        words=FILES[Kind(row.kind)],
        action=url(f"staff.apply_{endpoint.removeprefix('staff.')}", **names),
        expired=expired,
        ready=row.ready and not (row.applied_at or expired),
        moved=moved,
        counts=row.counts,
        changes=shown["changes"],
        refusals=[(one, trouble_words(one)) for one in shown["refusals"]],
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
