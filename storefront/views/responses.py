"""The ways we answer: a shared page, a visitor's own page, fragments, a refused form, and "see other"."""

import secrets
from collections.abc import Callable, Collection
from functools import lru_cache
from urllib.parse import quote

from flask import Response, current_app, g, redirect, render_template, session, url_for
from markupsafe import Markup, escape

from storefront import clock
from storefront.extensions import htmx
from storefront.signatures import Serial
from storefront.views import current, pages, snapshot, visitor
from storefront.views.deadline import deadline_words
from storefront.views.switches import switched_off

SHELF = pages.Shelf()
IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
"""Signs that stand in addresses as they are, besides letters and figures."""


def shared_page(
    template: str,
    make: Callable[[], dict[str, object]],
    knows: Collection[str] = (),
    **more: Callable[..., str | pages.Page],
) -> Response:
    """A page that is the same for all visitors of one language, region and theme.

    `make` reads what the template needs; it runs only when no page made under the present revisions is kept.
    It reads no parameters of the address but those the page `knows`: with any other it is the same page.
    `more` fills further holes. The answer may be kept by the browser but is asked for anew (ETag). For who has
    patterns switched off the page is made each time, and never kept for others.
    """
    g.knows = knows
    if switched_off():
        page = pages.compile_page(render_template(template, **make()), effort=4)
    else:
        page = SHELF.get(_key(template), lambda: render_template(template, **make()))
    return pages.shared(page, _filling(**more))


def own_page(template: str, status: int = 200, **context: object) -> Response:
    """A page with the visitor's own things in it: never kept by anybody."""
    return pages.own(render_template(template, **context), _filling(), status)


def fragments(*templates: str, status: int = 200, **context: object) -> Response:
    """Several fragments in one answer to htmx: the first is the main swap, the others go out of band by id."""
    return own_parts([render_template(name, **context) for name in templates], status)


def own_parts(parts: list[str], status: int = 200) -> Response:
    """Rendered fragments as one answer; all but the first are marked to be swapped out of band."""
    first, *others = parts
    html = first + "".join(_out_of_band(other) for other in others)
    return pages.own(html, _filling(), status)


def refused(
    page: str, fragment: str | None = None, status: int = 422, **context: object
) -> Response:
    """The same form again with what is wrong: the fragment for htmx, else the page."""
    if fragment and htmx:
        return fragments(fragment, status=status, **context)
    return own_page(page, status=status, **context)


def see_other(endpoint: str, **values: object) -> Response:
    """303 to another address of this shop; htmx is told by HX-Redirect, which it follows as a page change."""
    return see_path(url_for(endpoint, **values))  # type: ignore[arg-type]


def see_path(path: str) -> Response:
    """303 to a path of this shop that was checked by `safe_path`.

    What no header may hold, ends of lines or letters that are no ASCII, goes as percent signs: it came from a form.
    """
    address = quote(path, safe=IN_ADDRESSES)
    if htmx:
        return Response(status=204, headers={"HX-Redirect": address})
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]


def safe_path(candidate: str | None, otherwise: str) -> str:
    """`candidate` when it is a plain path of this shop, else `otherwise`. No scheme, host, backslash or control."""
    if not candidate or not candidate.startswith("/") or candidate.startswith("//"):
        return otherwise
    if "\\" in candidate or any(ord(sign) < 0x20 for sign in candidate):
        return otherwise
    return candidate


def csrf_input() -> str:
    """The hidden field with this session's CSRF token; starts a session if there is none."""
    if not session.permanent:  # saying it again would sign and send the cookie again
        session.permanent = True
        visitor.visitor_key()
    return f'<input type="hidden" name="csrf_token" value="{escape(_csrf_token())}">'


def _csrf_token() -> str:
    own = session.get("csrf_token")
    if not own:
        own = session["csrf_token"] = secrets.token_hex(20)
    return _signed(str(current_app.secret_key), own)


@lru_cache(maxsize=4096)
def _signed(secret: str, own: str) -> str:
    """A session's token as Flask-WTF wants it back. It has no time limit, so it is signed once and kept."""
    return str(_csrf_signer(secret).dumps(own))


@lru_cache(maxsize=4)
def _csrf_signer(secret: str) -> Serial:
    return Serial(secret, salt="wtf-csrf-token")


def cart_count() -> str:
    """The number on the cart, as the fragment that every page and answer shares."""
    return _count_fragment(current.locale(), current.glance().pieces)


@lru_cache(maxsize=256)
def _count_fragment(_locale: str, count: int) -> str:
    return render_template("cart/_count.html", count=count).strip()


def over(moment: str) -> str:
    """The attribute that hides what a kept page says only until a moment (seconds since 1970), once it has come."""
    return " hidden" if current.now().timestamp() >= int(moment) else ""


def _filling(**more: Callable[..., str | pages.Page]) -> pages.Filling:
    return {
        "csrf": csrf_input,
        "cart_count": cart_count,
        "over": over,
        "deadline": deadline_words,
        **more,
    }


def _key(template: str) -> tuple[object, ...]:
    glance, moment = current.glance(), current.now()
    area = current.area()
    return (
        current_app.config["SQLALCHEMY_DATABASE_URI"],
        template,
        glance.catalog,
        glance.settings,
        clock.shop_day(moment),
        snapshot.stage(),
        current.address(),
        current.theme(),
        area.code if area else "",
        bool(htmx),
    )


def _out_of_band(html: str) -> str:
    head, tag, rest = html.lstrip().partition(" ")
    return Markup(f'{head} data-hx-swap-oob="true"{tag}{rest}')  # a rendered template  # nosec B704
