"""Lists: everything, a shelf, and what was found; whole pages, and the next two dozen for htmx."""

from collections.abc import Sequence
from typing import Any

from flask import abort, g, request, url_for

from storefront.catalog import browsing, search
from storefront.catalog.browsing import Listing
from storefront.extensions import htmx
from storefront.jinja import translate
from storefront.views.catalog_cards import cards
from storefront.views.catalog_filters import (
    SORT_WORDS,
    TAG_WORDS,
    Asked,
    read_asked,
    read_page,
)
from storefront.views.snapshot import Shelf, Snapshot, snapshot

PICKS = 4


def everything() -> dict[str, Any]:
    """The page of the whole shop."""
    kept = snapshot()
    leaves = tuple(leaf for top in kept.shelves if not top.parent for leaf in kept.below(top))
    return {"shelf": None, "crumbs": _crumbs(kept, None), **_list("catalog.index", leaves, ())}


def one_category(slug: str) -> dict[str, Any]:
    """The page of a shelf and what stands below it; 404 for an unknown one."""
    kept = snapshot()
    shelf = kept.shelf(slug) or abort(404)
    g.shelf = shelf.parent or shelf.slug
    leaves = kept.below(shelf)
    choices = leaves if len(leaves) > 1 else ()
    return {
        "shelf": shelf,
        "crumbs": _crumbs(kept, shelf),
        **_list("catalog.category", choices, leaves, slug=slug),
    }


def results(typed: str) -> dict[str, Any]:
    """The page of what was found; picks and a hint where nothing was, the shelves where nothing was asked."""
    page, hits = read_page(request.args), search.hits(typed)
    listing = browsing.found(hits, page) if hits is not None else Listing((), 0, False, 1)
    _beyond_the_end(listing)
    apart = search.words(typed) if not listing.total else []
    return {
        "typed": typed,
        "asked_for_something": hits is not None,
        "listing": listing,
        "cards": cards(listing.entries),
        "picks": [] if listing.total else picks(),
        "apart": [(word, url_for("catalog.search", q=word)) for word in typed.split()[:6]]
        if len(apart) > 1
        else [],
        "tops": [shelf for shelf in snapshot().shelves if not shelf.parent],
        **_turning("catalog.search", listing, {"q": typed}),
    }


def suggestions(typed: str, most: int) -> dict[str, Any]:
    """The best hits as links for the list under the search field."""
    hits = search.hits(typed)
    listing = browsing.found(hits, size=most) if hits is not None else Listing((), 0, False, 1)
    return {"typed": typed, "listing": listing, "cards": cards(listing.entries)}


def picks() -> list[Any]:
    """A few things that are there, for pages that would else be empty."""
    return cards(browsing.first_in_stock(PICKS))


def _list(
    endpoint: str, choices: Sequence[Shelf], within: Sequence[Shelf], **values: Any
) -> dict[str, Any]:
    asked, page = read_asked(request.args, choices), read_page(request.args)
    listing = browsing.listing(asked.wish(within), page)
    _beyond_the_end(listing)
    found: dict[str, Any] = {
        "asked": asked,
        "listing": listing,
        "cards": cards(listing.entries),
        **_turning(endpoint, listing, {**values, **asked.query()}),
    }
    return (
        found if htmx else {**found, **_around(endpoint, choices, within, asked, listing, values)}
    )


def _around(
    endpoint: str,
    choices: Sequence[Shelf],
    within: Sequence[Shelf],
    asked: Asked,
    listing: Listing,
    values: dict[str, Any],
) -> dict[str, Any]:
    """What stands beside a list: filters, chips, and picks where it is empty."""
    return {
        "here_path": url_for(endpoint, **values),
        "choices": choices,
        "tags": [(tag, TAG_WORDS[tag]) for tag in browsing.tags_among([s.id for s in within])],
        "sorts": SORT_WORDS,
        "chips": [
            {"label": label, "url": url_for(endpoint, **values, **rest.query())}
            for label, rest in asked.chips()
        ],
        "picks": [] if listing.total else picks(),
    }  # fmt: skip


def _turning(endpoint: str, listing: Listing, values: dict[str, Any]) -> dict[str, Any]:
    """The addresses of the neighbouring pages."""
    more = listing.page < listing.last_page
    before = {**values, "page": listing.page - 1} if listing.page > 2 else values
    return {
        "next_url": url_for(endpoint, **{**values, "page": listing.page + 1}) if more else None,
        "previous_url": url_for(endpoint, **before) if listing.page > 1 else None,
    }


def _beyond_the_end(listing: Listing) -> None:
    if listing.page > listing.last_page:
        abort(404)


def _crumbs(kept: Snapshot, shelf: Shelf | None) -> list[tuple[str, str]]:
    trail = [(translate(kept.profile.name), url_for("catalog.home"))]
    above = kept.shelf(shelf.parent) if shelf else None
    if above:
        trail.append((translate(above.name), url_for("catalog.category", slug=above.slug)))
    return trail
