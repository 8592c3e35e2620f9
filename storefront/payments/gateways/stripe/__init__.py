"""Stripe: the payment provider of a shop that has its keys. Imported only then, since its library costs 30 MB.

Nothing else of the shop knows that library; the port in `payments.gateways` is all that the rest sees.
"""

from storefront.payments.gateways.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
