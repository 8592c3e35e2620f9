"""The style guide: every component and fragment of the shop in every state, for whoever works on them."""

from typing import Any

from flask import Blueprint, Response, abort, g, request, url_for
from markupsafe import Markup

from storefront.locales import as_locale
from storefront.views import current
from storefront.views.access import DEVELOPMENT, access
from storefront.views.outbox import FRAMING_POLICY, MAIL_POLICY
from storefront.views.responses import own_page
from storefront.views.styleguide import foundations
from storefront.views.styleguide.sample import Around, Group, Room, Sample

bp = Blueprint("styleguide", __name__)

FRAMES = {
    Around.NOTHING: "styleguide/alone.html",
    Around.SHOP: "styleguide/in_shop.html",
    Around.CHECKOUT: "styleguide/in_checkout.html",
    Around.ENVELOPE: "styleguide/mail.html",
}


@bp.before_request
def _language() -> None:
    """The guide's addresses name no language: it is asked for with ?lang=ja or ?lang=en."""
    g.locale = as_locale(request.args.get("lang") or current.wished_locale())
    g.noindex = True


@bp.get("/styleguide")
@access(DEVELOPMENT)
def index() -> Response:
    """Colours, letters, symbols, and a list of everything there is."""
    listed = [(group, group.samples()) for group in _groups()]
    return own_page(
        "styleguide/index.html",
        listed=listed,
        colours=foundations.colours(),
        letters=foundations.letters(),
        symbols=foundations.symbols(),
        tiny=foundations.TINY,
        **_frame(),
    )


@bp.get("/styleguide/<slug>")
@access(DEVELOPMENT)
def group(slug: str) -> Response:
    """One group of samples; those that need a page of their own are linked."""
    chosen = _group_or_404(slug)
    files: dict[str, list[Sample]] = {}
    for sample in chosen.samples():
        files.setdefault(sample.file, []).append(sample)
    return own_page("styleguide/group.html", group=chosen, files=files, **_frame())


@bp.get("/styleguide/<slug>/<name>")
@access(DEVELOPMENT)
def alone(slug: str, name: str) -> Response:
    """One sample on a page of its own."""
    sample = _sample_or_404(slug, name)
    g.area = sample.area
    message = sample.message() if sample.message else None
    response = own_page(
        FRAMES[sample.around],
        group=_group_or_404(slug),
        sample=sample,
        message=message,
        part_url=url_for("styleguide.part", slug=slug, name=name, lang=current.locale()),
        **_frame(),
    )
    if message:
        response.headers["Content-Security-Policy"] = FRAMING_POLICY
    return response


@bp.get("/styleguide/<slug>/<name>/html")
@access(DEVELOPMENT)
def part(slug: str, name: str) -> Response:
    """The HTML part of a mail, as a mail program would show it."""
    sample = _sample_or_404(slug, name)
    if sample.message is None:
        abort(404)
    response = Response(sample.message().html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _sample_or_404(slug: str, name: str) -> Sample:
    samples = _group_or_404(slug).samples()
    return next((sample for sample in samples if sample.id == name), None) or abort(404)


def _group_or_404(slug: str) -> Group:
    return next((one for one in _groups() if one.slug == slug), None) or abort(404)


def _groups() -> tuple[Group, ...]:
    """All groups; imported when first asked for, since a shop in production never shows them."""
    from storefront.views.styleguide.groups import GROUPS

    return GROUPS


def _frame() -> dict[str, Any]:
    """What the guide's pages need besides their samples."""
    other = "en" if current.locale() == "ja" else "ja"
    return {
        "groups": _groups(),
        "Room": Room,
        "guide_url": _guide_url,
        "switch_url": Markup(  # samples of ours  # nosec B704
            url_for(request.endpoint or "", **{**(request.view_args or {}), "lang": other})
        ),
    }


def _guide_url(group: Group | None = None, sample: Sample | None = None) -> str:
    """The address of the guide, a group, or a sample, in the language of the page."""
    lang = current.locale()
    if group is None:
        return url_for("styleguide.index", lang=lang)
    if sample is None:
        return url_for("styleguide.group", slug=group.slug, lang=lang)
    if sample.room is Room.ALONE:
        return url_for("styleguide.alone", slug=group.slug, name=sample.id, lang=lang)
    return url_for("styleguide.group", slug=group.slug, lang=lang, _anchor=sample.anchor)
