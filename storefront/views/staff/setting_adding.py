"""A further way to send: its code, and which one it is like; all else is written on its sheet."""

from collections.abc import Mapping

from flask import Response, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate
from storefront.sheets.adding import CodeTaken, copy_way
from storefront.sheets.change import Gone
from storefront.sheets.shipping import all_ways
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.setting_fields import Texts


@bp.get("/settings/shipping/new")
@access(STAFF, Permission.CHANGE_SETTINGS)
def new_way() -> Response:
    """Ask for its code."""
    return _page({}, {})


@bp.post("/settings/shipping/new")
@access(STAFF, Permission.CHANGE_SETTINGS)
def add_way() -> Response:
    """Make the copy, and go on to its sheet."""
    texts = Texts({name: text[:100] for name, text in request.form.items()})
    code, original = texts.plain("code"), texts.plain("like")
    try:
        copy_way(original, code, actor(), current.now())
    except CodeTaken:
        texts.errors["code"] = _("この記号の方法は、もうあります。")
    except Gone:
        texts.errors["like"] = _("一覧から選んでください。")
    except ValueError:
        texts.errors["code"] = _("半角の小文字で始めて、小文字と数字とハイフンで、16文字までで書いてください。")  # fmt: skip
    if texts.errors:
        db.session.rollback()
        return _page(texts.typed, texts.errors, 422)
    db.session.commit()
    return see_other("staff.setting", kind="shipping", code=code, told="way_added")


def _page(typed: Mapping[str, str], errors: Mapping[str, str], status: int = 200) -> Response:
    ways = [(way.code, translate(way.name)) for way in all_ways()]
    return own_page("staff/setting_new_way.html", status, typed=typed, errors=errors, ways=ways)
