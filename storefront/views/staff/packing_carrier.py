"""Parcels as a file for the carrier's program: what its encoding lacks is said first, who took it out is written down."""

from collections.abc import Sequence

from flask import Response, request
from sqlalchemy import select

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.locales import choose
from storefront.orders.carrier_file import COLUMNS, Lost, Sender, lost, rows
from storefront.orders.packing import ToPack, parcels_to_pack
from storefront.shop.profile import ShopProfile
from storefront.spreadsheet.encodings import Encoding
from storefront.spreadsheet.writing import lines
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.document_issuer import issuer
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.packing import chosen, run_of


@bp.get("/packing/carrier")
@access(STAFF, Permission.PACK)
@asks_password()
def carrier_file() -> Response:
    """Ask for the encoding, and say what the file will hold; for the password before that, so that the file leads nowhere else."""
    return _page(parcels_to_pack(chosen()), Encoding.SHIFT_JIS, [])


@bp.post("/packing/carrier")
@access(STAFF, Permission.PACK)
@asks_password()
def carrier_file_out() -> Response:
    """The file, a piece at a time; asked again where the encoding lacks signs, unless that was seen."""
    parcels, now = parcels_to_pack(chosen()), current.now()
    typed = request.form.get("encoding", "")
    if typed not in set(Encoding) or not parcels:
        return _page(parcels, Encoding.SHIFT_JIS, [], 422)
    encoding, sender = Encoding(typed), _sender()
    missing = lost(parcels, sender, encoding)
    if missing and request.form.get("seen") != "1":
        return _page(parcels, encoding, missing, 422)
    after = {
        "parcels": len(parcels),
        "orders": len({one.order.id for one in parcels}),
        "encoding": typed,
    }
    write_down(actor(), Act.PARCELS_EXPORTED, "parcels:carrier", now, None, after)
    pieces = list(lines(COLUMNS, rows(parcels, sender, encoding), encoding))
    db.session.commit()
    name = f"happa-parcels-{shop_day(now)}.csv"
    charset = "utf-8" if encoding is Encoding.UTF_8 else "shift_jis"
    return Response(
        iter(pieces),
        content_type=f"text/csv; charset={charset}",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(
    parcels: Sequence[ToPack], encoding: Encoding, missing: Sequence[Lost], status: int = 200
) -> Response:
    return own_page(
        "staff/packing_carrier.html", status, parcels=parcels, run=run_of(parcels), columns=COLUMNS,
        encoding=encoding, missing=missing, wrong=status == 422,
    )  # fmt: skip


def _sender() -> Sender:
    profile = db.session.scalars(select(ShopProfile)).one()
    said = issuer(current.now()).lines
    address = said[1] if len(said) > 1 else ""
    return Sender(choose(profile.name, "ja"), profile.phone, address)
