"""What staff typed to refund an order: kept as it was typed, judged against what is left, each fault at its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.orders.order import Order, OrderLine
from storefront.orders.refund import Left
from storefront.orders.refunding import LONGEST_REASON
from storefront.views.staff.typed import number_typed

BY_HAND = "hand"
"""What the choice of the way says where staff have paid it back themselves."""


@dataclass
class RefundForm:
    """`typed` by the fields' names, `errors` likewise; the rest is what it says, complete where there are no errors."""

    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    pieces: dict[OrderLine, int] = field(default_factory=dict)
    shelf: dict[OrderLine, int] = field(default_factory=dict)
    shipping: Yen = 0
    fee: Yen = 0
    reason: str = ""
    by_hand: bool = False
    """Staff have paid it back themselves: it is only written down."""

    def value(self, name: str) -> str:
        """What was typed there."""
        return self.typed.get(name, "")


def refund_form(
    order: Order, left: Left, typed: Mapping[str, str], *, disputed: bool = False
) -> RefundForm:
    """Read and judge it. While the buyer's bank disputes a payment, only what was paid back already can be written down."""
    form = RefundForm(typed)
    form.by_hand = form.value("way") == BY_HAND
    if disputed and not form.by_hand:
        form.errors["way-shop"] = _(
            "お客さまの銀行が返金を求めています。二重に返さないよう、もう返したお金の記録だけができます"
        )
    for line in order.lines:
        _read_line(form, line, left.pieces[line.id])
    form.shipping = _sum(form, "shipping", left.shipping, _("送料"))
    form.fee = _sum(form, "fee", left.fee, _("手数料"))
    if not form.errors and not any((*form.pieces.values(), form.shipping, form.fee)):
        first = f"pieces-{order.lines[0].id}"
        form.errors[first] = _("返金する点数か金額を入力してください")
    _read_reason(form)
    return form


def all_left(order: Order, left: Left) -> dict[str, str]:
    """Everything that is left, as it would be typed."""
    pieces = {f"pieces-{line.id}": str(left.pieces[line.id]) for line in order.lines}
    return {**pieces, "shipping": str(left.shipping), "fee": str(left.fee)}


def line_name(line: OrderLine) -> str:
    """おやすみブレンド・30包 / Sleep Blend · 30 bags."""
    return str(_("・")).join(filter(None, (translate(line.name), translate(line.label))))


def reason_fault(reason: str) -> str:
    """What is wrong with the words the buyer is to read; "" for nothing."""
    from storefront.printing.fonts import missing  # loads the typeface

    fault = ""
    if not reason:
        fault = _("理由を入力してください")
    elif len(reason) > LONGEST_REASON:
        fault = _("理由は%(most)s文字までにしてください", most=LONGEST_REASON)
    elif unknown := missing(reason):
        fault = _("理由のうち、印刷できない文字があります：%(signs)s", signs=unknown[:8])
    return str(fault)


def _read_line(form: RefundForm, line: OrderLine, most: int) -> None:
    name = line_name(line)
    count = number_typed(form.value(f"pieces-{line.id}"))
    back = number_typed(form.value(f"shelf-{line.id}"))
    if count is None or count > most:
        form.errors[f"pieces-{line.id}"] = _(
            "%(name)s：返金できるのは%(most)s点までです", name=name, most=most
        )
    elif back is None or back > count:
        form.errors[f"shelf-{line.id}"] = _(
            "%(name)s：棚に戻せるのは、返金する%(most)s点までです", name=name, most=count
        )
    else:
        form.pieces[line], form.shelf[line] = count, back


def _sum(form: RefundForm, name: str, most: Yen, words: str) -> Yen:
    amount = number_typed(form.value(name))
    if amount is None or amount > most:
        form.errors[name] = _(
            "%(what)s：返金できるのは%(most)sまでです", what=words, most=yen(most)
        )
        return 0
    return amount


def _read_reason(form: RefundForm) -> None:
    form.reason = " ".join(form.value("reason").split())
    if fault := reason_fault(form.reason):
        form.errors["reason"] = fault
