"""Once more: goods that were to join an order and did not, because the bank said no or nobody went on."""

from storefront.checkout.amending import taken
from storefront.offers.accepting import Made, Piece
from storefront.orders.amendment import Amendment, AmendmentState
from storefront.views import current
from storefront.views.addition_sheet import addition_link
from storefront.views.snapshot import snapshot
from storefront.views.thanks_offer import HERE, addable, context_of


def made_again(amendment: Amendment) -> Made | None:
    """The offer by which its goods were to come, with the prices they had then; None where it is over."""
    terms = next((one for one in snapshot().offers if one.code == amendment.code), None)
    if terms is None or not terms.on(current.now()):
        return None
    pieces = tuple(Piece(line.sku, line.quantity, line.paid) for line in amendment.lines)
    return Made(terms.id, HERE, context_of(amendment.order), pieces)


def again_link(amendment: Amendment) -> str:
    """Where the same goods are agreed to once more; "" for what joined or waits, and where nothing can be added now."""
    order, number = amendment.order, str(amendment.order.number)
    over = amendment.state != AmendmentState.DROPPED or not addable(order)
    if over or taken(order, amendment.code) or made_again(amendment) is None:
        return ""
    return addition_link(number, amendment.number, "adding_stands.again")
