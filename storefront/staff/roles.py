"""Roles and what they may do. What no role is granted here, nobody may: a permission left out is denied."""

from enum import StrEnum


class Role(StrEnum):
    """What a member is in the shop. owner: everything; manager: everything but who works here; packer: parcels and shelves;
    viewer: looks, changes nothing."""

    OWNER = "owner"
    MANAGER = "manager"
    PACKER = "packer"
    VIEWER = "viewer"


TWO_STEPS = frozenset({Role.OWNER, Role.MANAGER})
"""Roles that a password alone does not open."""


class Permission(StrEnum):
    """One thing a view demands. "see" shows, all others change something or give something out."""

    BE_HERE = "be_here"
    """The first page and what is the member's own: password, language, sessions."""
    SEE_ORDERS = "see_orders"
    NOTE_ORDERS = "note_orders"
    """Write notes on an order."""
    PACK = "pack"
    """Pick, pack, send off, exchange files with carriers."""
    CHANGE_ORDERS = "change_orders"
    """Take an order by phone, change its address or day, call it off, mail it again."""
    SEE_MONEY = "see_money"
    MOVE_MONEY = "move_money"
    """Refund, note money, mend the books, read a buyer's bank account."""
    EXPORT = "export"
    """Take lists of orders or customers out of the shop."""
    SEE_CUSTOMERS = "see_customers"
    CHANGE_CUSTOMERS = "change_customers"
    ERASE_CUSTOMERS = "erase_customers"
    SEE_CATALOGUE = "see_catalogue"
    CHANGE_CATALOGUE = "change_catalogue"
    COUNT_STOCK = "count_stock"
    SEE_OFFERS = "see_offers"
    CHANGE_OFFERS = "change_offers"
    SEE_SETTINGS = "see_settings"
    CHANGE_SETTINGS = "change_settings"
    SEE_AUDIT = "see_audit"
    KEEP_STAFF = "keep_staff"
    """Take members on and off, give them roles."""


VIEWER = frozenset(
    {
        Permission.BE_HERE,
        Permission.SEE_ORDERS,
        Permission.SEE_MONEY,
        Permission.SEE_CUSTOMERS,
        Permission.SEE_CATALOGUE,
        Permission.SEE_OFFERS,
        Permission.SEE_SETTINGS,
    }
)
PACKER = frozenset(
    {
        Permission.BE_HERE,
        Permission.SEE_ORDERS,
        Permission.NOTE_ORDERS,
        Permission.PACK,
        Permission.SEE_CATALOGUE,
        Permission.COUNT_STOCK,
    }
)
GRANTS = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: frozenset(Permission) - {Permission.KEEP_STAFF},
    Role.PACKER: PACKER,
    Role.VIEWER: VIEWER,
}


def granted(role: str, permission: str) -> bool:
    """Whether a role may do it; False for a role or a permission nobody knows."""
    return role in set(Role) and permission in GRANTS[Role(role)]
