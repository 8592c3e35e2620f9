"""How far an order is: the order itself, its money and its parcels, each for itself, from plain figures."""

from dataclasses import dataclass
from enum import StrEnum

from storefront.money import Yen
from storefront.orders.order import OrderState


class Money(StrEnum):
    """none: nothing came and nothing will. awaited: it is to come before anything is packed. at_the_door: it comes with the
    parcel. lost: the buyer's bank took it back. The others: it came, and some or all of it went back.
    """

    NONE = "none"
    AWAITED = "awaited"
    AT_THE_DOOR = "at_the_door"
    PAID = "paid"
    PART_BACK = "part_back"
    ALL_BACK = "all_back"
    DISPUTED = "disputed"
    LOST = "lost"


class Parcels(StrEnum):
    """none: nothing is sent, now or ever. waiting: not before the money is here. to_pack, part, sent: how much has left.
    back: what was sent came back, or was called off on the road.
    """

    NONE = "none"
    WAITING = "waiting"
    TO_PACK = "to_pack"
    PART = "part"
    SENT = "sent"
    BACK = "back"


@dataclass(frozen=True)
class Figures:
    """What an order's standing is told from. Yen with tax; `sent`: pieces that left, of `pieces` that were bought and not refunded
    before they left. `disputed` and `lost`: the buyer's bank asks for a payment back, or has it.
    """

    state: str
    paid: bool
    total: Yen = 0
    refunded: Yen = 0
    pieces: int = 1
    sent: int = 0
    disputed: bool = False
    lost: bool = False


@dataclass(frozen=True)
class Progress:
    """The three fields; none of them follows from the other two."""

    order: OrderState
    money: Money
    parcels: Parcels


def progress(known: Figures) -> Progress:
    """How far it is. Asks nothing, and gives an answer for every combination."""
    return Progress(OrderState(known.state), money_of(known), parcels_of(known))


def money_of(known: Figures) -> Money:
    """How it stands with the money."""
    if not known.paid:
        return _NOT_PAID[OrderState(known.state)]
    if known.lost or known.disputed:
        return Money.LOST if known.lost else Money.DISPUTED
    if known.refunded >= known.total:
        return Money.ALL_BACK
    return Money.PART_BACK if known.refunded else Money.PAID


_NOT_PAID = {
    OrderState.PENDING: Money.AWAITED,
    OrderState.PLACED: Money.AT_THE_DOOR,
    OrderState.FULFILLED: Money.AT_THE_DOOR,
    OrderState.CANCELLED: Money.NONE,
    OrderState.EXPIRED: Money.NONE,
}


def parcels_of(known: Figures) -> Parcels:
    """How it stands with the parcels."""
    match known.state:
        case OrderState.PENDING:
            return Parcels.WAITING
        case OrderState.FULFILLED:
            return Parcels.SENT
        case OrderState.PLACED if known.sent:
            return Parcels.SENT if known.sent >= known.pieces else Parcels.PART
        case OrderState.PLACED:
            return Parcels.TO_PACK
    return Parcels.BACK if known.sent else Parcels.NONE
