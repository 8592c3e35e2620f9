"""Samples: the papers of an order as its page links them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from storefront.views.addressee_form import AddresseeForm
from storefront.views.order_papers import Papers, RefundShown
from storefront.views.styleguide.sample import Sample, both, fragment, said

PATH = "/styleguide/orders"
LONG = 61


def samples() -> list[Sample]:
    """Just bought, refunded in part, an addressee refused, seen through an old link."""
    cases: list[tuple[str, str, str, Callable[[], Papers]]] = [
        ("plain", "ご注文のあと", "Just bought", _papers),
        ("refunded", "返金のあと", "After a refund", _refunded),
        ("refused", "宛名の誤り", "A name refused", _refused),
        ("old-link", "古いリンク", "Seen through an old link", _without_form),
    ]
    return [_sample(*case) for case in cases]


def _sample(state: str, ja: str, en: str, make: Callable[[], Papers]) -> Sample:
    return fragment("orders/_papers.html", state, both(ja, en), lambda: {"papers": make()})


def _papers(**more: Any) -> Papers:
    words = said("領収書（適格請求書）", "Receipt and tax invoice")
    plain = Papers(words, PATH, PATH, 1, "", (), _form(), PATH)
    return replace(plain, **more)


def _refunded() -> Papers:
    reason = said("取っ手が欠けていたため", "The handle was chipped")
    refund = RefundShown(date(2026, 11, 30), 1540, reason, PATH, PATH)
    name = said("株式会社若葉商店", "Wakaba Trading")
    return _papers(
        version=2,
        refunds=(refund,),
        form=_form(name, "company"),
        addressee=said("株式会社若葉商店 御中", "Wakaba Trading"),
    )


def _refused() -> Papers:
    form = _form(said("長", "L") * LONG)
    form.validate()
    return _papers(form=form)


def _without_form() -> Papers:
    return _papers(form=None)


def _form(name: str = "", kind: str = "person") -> AddresseeForm:
    return AddresseeForm(formdata=None, data={"name": name, "kind": kind}, meta={"csrf": False})
