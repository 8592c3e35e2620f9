"""The demo gateway: a payment provider that lives in the shop's own database and takes no real money.

It plays a provider behind a network: own tables, own short transactions, called between two commits of the shop's, its
results told by messages through the same inbox as any other's. It is stricter than real ones: the same key with anything
else is refused, nothing goes back that did not come in, and what was called off stays so unless money really comes.
"""

from storefront.payments.gateways.demo.charges import SETTLES_AFTER
from storefront.payments.gateways.demo.delivery import deliver
from storefront.payments.gateways.demo.gateway import DemoGateway, keep_card
from storefront.payments.gateways.demo.ledger import (
    DemoCard,
    DemoCharge,
    DemoEvent,
    DemoMove,
    DemoRefund,
    DemoWish,
)
from storefront.payments.gateways.demo.messages import DELIVER
from storefront.payments.gateways.demo.provider import IllegalMove, OpenTransaction
from storefront.payments.gateways.demo.wishes import Wish, forget_wishes, wish

__all__ = [
    "DELIVER",
    "SETTLES_AFTER",
    "DemoCard",
    "DemoCharge",
    "DemoEvent",
    "DemoGateway",
    "DemoMove",
    "DemoRefund",
    "DemoWish",
    "IllegalMove",
    "OpenTransaction",
    "Wish",
    "deliver",
    "forget_wishes",
    "keep_card",
    "wish",
]
