"""The names that legal texts may put in braces, with the value each has at this moment."""

import re
from collections.abc import Mapping

from storefront.views import current
from storefront.views.figures import figures
from storefront.views.frame import site_url
from storefront.views.snapshot import snapshot

_BRACES = re.compile(r"\{([^{}]*)\}")


def known_places() -> Mapping[str, str]:
    """Each figure by its name, in the language of the page."""
    kept = snapshot()
    return figures(kept.tariff, kept.profile, site_url(""), current.locale())


def named_places(text: str) -> list[str]:
    """What stands in braces."""
    return _BRACES.findall(text)
