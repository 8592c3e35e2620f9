"""A product's pictures: taken in as files, put in order by buttons, described in both languages, taken out."""

from collections.abc import Mapping, Sequence

from flask import Response, abort, current_app, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.catalog import gallery
from storefront.catalog.gallery import Taken
from storefront.catalog.picture import Picture
from storefront.catalog.problem import ChangedMeanwhile, Refused
from storefront.catalog.product import Product
from storefront.catalog.publishing import NotReady
from storefront.catalog.renditions import (
    MAX_BYTES,
    NotAPicture,
    PictureMoves,
    PictureRefused,
    PictureTooLarge,
)
from storefront.extensions import db
from storefront.jinja import translate
from storefront.locales import LOCALES, Text
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access, takes_files
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.goods_crossed import Difference, seen
from storefront.views.staff.goods_typed import Typed, sent
from storefront.views.staff.goods_words import errors_of, lacks_sentence
from storefront.views.staff.product import product_or_404
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

LARGEST = MAX_BYTES + 1_000_000
"""A request may be a little larger than a picture, so that most of what is too large is refused in our own words."""
REFUSED: dict[type[PictureRefused], LazyString] = {
    NotAPicture: _l("写真として読めません。JPEG、PNG、WebP、AVIFのどれかを選んでください。"),
    PictureTooLarge: _l("大きすぎます。12MB、4,000万画素までの写真を選んでください。"),
    PictureMoves: _l("動く画像は使えません。止まった写真を選んでください。"),
}


@bp.get("/products/<slug>/pictures")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def product_pictures(slug: str) -> Response:
    """The gallery with its words, and the form for one more."""
    return _page(product_or_404(slug), Typed({}))


@bp.post("/products/<slug>/pictures")
@access(STAFF, Permission.CHANGE_CATALOGUE)
@takes_files(LARGEST)
def add_picture(slug: str) -> Response:
    """Take a file in: its renditions first, then its row; without the row no file stays."""
    row, form = product_or_404(slug), sent()
    file = request.files.get("file")
    source = file.read() if file else b""
    form.errors.update(errors_of(gallery.alt_problems(form.text("alt"))))
    if not source:
        form.errors["file"] = _("写真を選んでください。")
    if form.errors:
        return _page(row, form, 422, chosen=bool(source))
    db.session.rollback()  # rendering takes a while, and nobody waits for it
    folder = current_app.config["SETTINGS"].instance / "pictures"
    try:
        taken = Taken(source, folder)
    except PictureRefused as refused:
        form.errors["file"] = str(REFUSED[type(refused)])
        return _page(product_or_404(slug), form, 422)
    try:
        return _added(slug, taken, form)
    except BaseException:
        db.session.rollback()
        taken.undo()
        raise


@bp.post("/products/<slug>/pictures/<int:number>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def change_picture(slug: str, number: int) -> Response:
    """Other words for a picture; refused where somebody else was quicker."""
    row, form = product_or_404(slug), sent()
    picture, now = _picture(row, number), current.now()
    before = {"alt": picture.alt, "near": picture.near}
    try:
        changed = gallery.change_words(picture, seen(), form.text("alt"), form.on("near"))
    except ChangedMeanwhile:
        db.session.rollback()
        row = product_or_404(slug)
        differs = _differences(_picture(row, number), form.text("alt"), form.on("near"))
        return _page(row, form, 409, number=number, differs=differs)
    except Refused as refused:
        db.session.rollback()
        form.errors.update(errors_of(refused.found))
        return _page(product_or_404(slug), form, 422, number=number)
    if not changed:
        return see_other("staff.product_pictures", slug=slug, told="same")
    after = {"alt": picture.alt, "near": picture.near}
    write_down(
        actor(),
        Act.PICTURE_WRITTEN,
        f"product:{slug}",
        now,
        before,
        {**after, "picture": picture.slug},
    )
    db.session.commit()
    return see_other("staff.product_pictures", slug=slug, told="picture_saved")


@bp.post("/products/<slug>/pictures/<int:number>/move")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def move_picture(slug: str, number: int) -> Response:
    """One place up or down."""
    row = product_or_404(slug)
    picture, before = _picture(row, number), _order(row)
    if not gallery.move_picture(row, picture, request.form.get("to") == "up"):
        return see_other("staff.product_pictures", slug=slug, told="same")
    write_down(
        actor(),
        Act.PICTURE_MOVED,
        f"product:{slug}",
        current.now(),
        {"pictures": before},
        {"pictures": _order(row)},
    )
    db.session.commit()
    return see_other("staff.product_pictures", slug=slug, told="moved")


@bp.get("/products/<slug>/pictures/<int:number>/out")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def take_picture_out(slug: str, number: int) -> Response:
    """Ask before it is shown no longer."""
    row = product_or_404(slug)
    return _taking_out(row, _picture(row, number))


@bp.post("/products/<slug>/pictures/<int:number>/out")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def take_picture_out_now(slug: str, number: int) -> Response:
    """Take it out of the gallery; refused where something on sale would be without a picture."""
    row = product_or_404(slug)
    picture, before = _picture(row, number), _order(row)
    try:
        gallery.take_out(row, picture)
    except NotReady as lacking:
        db.session.rollback()
        form = Typed({}, {"file": lacks_sentence(lacking.missing)})
        return _page(product_or_404(slug), form, 422)
    write_down(
        actor(),
        Act.PICTURE_OUT,
        f"product:{slug}",
        current.now(),
        {"pictures": before},
        {"pictures": _order(row)},
    )
    db.session.commit()
    return see_other("staff.product_pictures", slug=slug, told="picture_out")


def _added(slug: str, taken: Taken, form: Typed) -> Response:
    row = product_or_404(slug)
    try:
        picture = gallery.add_picture(row, taken.master, form.text("alt"), form.on("near"))
    except Refused as refused:
        db.session.rollback()
        taken.undo()
        form.errors.update(errors_of(refused.found))
        return _page(product_or_404(slug), form, 422)
    after = {"picture": picture.slug, "alt": picture.alt}
    write_down(actor(), Act.PICTURE_ADDED, f"product:{slug}", current.now(), None, after)
    db.session.commit()
    return see_other("staff.product_pictures", slug=slug, told="picture_added")


def _differences(picture: Picture, alt: Text, near: bool) -> list[Difference]:
    """What somebody else wrote meanwhile beside what was typed."""
    found = [(str(_("写真の説明")), picture.alt.get(c, ""), alt.get(c, "")) for c in LOCALES]
    yes_no = {True: str(_("はい")), False: str(_("いいえ"))}
    found.append((str(_("近くに寄せて見せる")), yes_no[picture.near], yes_no[near]))
    return [Difference(*one) for one in found if one[1] != one[2]]


def _page(
    row: Product,
    form: Typed,
    status: int = 200,
    number: int = 0,
    chosen: bool = False,
    differs: Sequence[Difference] | None = None,
) -> Response:
    """`number`: the picture whose words were refused; 0 is the new one. `chosen`: a file has to be chosen once more.

    `differs`: what somebody else wrote about that picture meanwhile.
    """
    return own_page(
        "staff/product_pictures.html",
        status,
        product=row,
        name=translate(row.name) or row.slug,
        form=form,
        number=number,
        chosen=chosen,
        differs=differs,
        version=seen() if status == 422 else 0,
        summary=_summary(form.errors, number),
        most=gallery.MOST_PICTURES,
        said=said(),
    )


def _summary(errors: Mapping[str, str], number: int) -> dict[str, str]:
    """The faults by the ids of the fields: those of a picture that is there carry its number."""
    return {f"{name}-{number}" if number else name: words for name, words in errors.items()}


def _taking_out(row: Product, picture: Picture) -> Response:
    with_it = [variant.sku for variant in row.variants if variant.picture_id == picture.id]
    effects = [
        _("商品ページと一覧に出なくなります。いま開かれているページでは、写真は見えたままです。")
    ]
    if with_it:
        effects.append(_("%(skus)sの写真でもなくなります。", skus=str(_("、")).join(with_it)))
    return sure_page(
        Sure(
            title=_("写真を外します"),
            button=_("写真を外す"),
            action=url("staff.take_picture_out_now", slug=row.slug, number=picture.id),
            back=url("staff.product_pictures", slug=row.slug),
            facts=[(_("商品"), translate(row.name)), (_("写真"), translate(picture.alt))],
            effects=effects,
        )
    )


def _picture(row: Product, number: int) -> Picture:
    found = (place.picture for place in row.gallery if place.picture_id == number)
    return next(found, None) or abort(404)


def _order(row: Product) -> list[str]:
    return [place.picture.slug for place in row.gallery]
