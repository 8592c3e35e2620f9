"""Which sheet a subject names."""

from collections.abc import Callable, Mapping

from storefront.sheets.mail import mail_sheet
from storefront.sheets.payment import payment_sheet
from storefront.sheets.sheet import Sheet
from storefront.sheets.shipping import free_sheet, way_sheet
from storefront.sheets.shop import PARTICULARS, WEEK, legal_sheet, profile_sheet

FREE, PROFILE, WORKING_WEEK = "shipping:free", "shop:profile", "days:week"
SINGLE: Mapping[str, Callable[[], Sheet | None]] = {
    FREE: free_sheet,
    PROFILE: lambda: profile_sheet(PROFILE, PARTICULARS),
    WORKING_WEEK: lambda: profile_sheet(WORKING_WEEK, WEEK),
}
"""Sheets of which there is one."""
KINDS: Mapping[str, Callable[[str], Sheet | None]] = {
    "shipping": way_sheet,
    "payment": payment_sheet,
    "legal": legal_sheet,
    "mail": mail_sheet,
}
"""Sheets of which there are many, by their code."""


def sheet_of(subject: str) -> Sheet | None:
    """The sheet of a subject; None for one that names nothing."""
    if subject in SINGLE:
        return SINGLE[subject]()
    kind, _colon, code = subject.partition(":")
    return KINDS[kind](code) if kind in KINDS else None
