"""Which gateways this shop has, and which of them takes the money of methods that need one."""

from collections.abc import Iterable, Mapping

from storefront.extensions import kept_by_app
from storefront.payments.gateways import Gateway

PROVIDER = "provider"
"""What a payment method's row names as its gateway when money is to be taken by whoever the shop has a contract with."""
OFFLINE = "offline"
"""No gateway at all: cash at the door, the shop's own account."""


def install(gateways: Iterable[Gateway]) -> Mapping[str, Gateway]:
    """The gateways of one app by their code; the last one is the provider. Kept by the app under "gateways"."""
    return {gateway.code: gateway for gateway in gateways}


def gateway_for(code: str) -> Gateway | None:
    """The gateway with that code; None for OFFLINE and for one that this shop no longer has the keys of."""
    return _installed().get(code)


def every_gateway() -> tuple[Gateway, ...]:
    """All that are installed: those whose books can be asked."""
    return tuple(_installed().values())


def provider_code(named: str) -> str:
    """The gateway that takes new charges of a method whose row names `named`."""
    return list(_installed())[-1] if named == PROVIDER else named


def _installed() -> Mapping[str, Gateway]:
    found: Mapping[str, Gateway] = kept_by_app("gateways")
    return found
