"""Samples: what staff find written about an order, and write themselves."""

from storefront.views.checkout_ways import Way
from storefront.views.staff.note_form import NoteForm
from storefront.views.staff.order_change_form import ChangeForm
from storefront.views.staff.order_change_words import Option, Ways
from storefront.views.staff.order_told import ToldPart, ToldRow
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.sample import Sample, both, fragment, said

FRAGMENT = "staff/_order_told.html"
WAYS = "staff/_order_ways.html"
PATH = "/styleguide/order-desk"


def samples() -> list[Sample]:
    """With a note for the packers, with a note that is too long, and for somebody who only reads."""
    return [
        fragment(FRAGMENT, "noted", both("メモがある", "With a note"), lambda: {"part": _part(NoteForm("a"))}),
        fragment(FRAGMENT, "wrong", both("直すところがある", "To be mended"), lambda: {"part": _part(_wrong())}),
        fragment(FRAGMENT, "read", both("閲覧のみ", "Only read"), lambda: {"part": ToldPart(_rows(), NoteForm("a"))}),
        fragment(WAYS, "there", both("お届けの方法", "Ways to send"), lambda: _ways(True)),
        fragment(WAYS, "nowhere", both("一度に送れない", "Not in one go"), lambda: _ways(False)),
    ]  # fmt: skip


def _ways(there: bool) -> dict[str, object]:
    form = ChangeForm(data={"shipping_rate": "home"})
    day, any_time = said("11月25日(水)", "Wed, 25 Nov"), said("指定なし", "No preference")
    ways = [Way("home", said("宅配便", "Home delivery"), "", 650, "", day)] if there else []
    refused = (
        []
        if there
        else [
            (
                said("クール便", "Refrigerated"),
                said("お届け先の地域では使えない便です", "It does not go there"),
            )
        ]
    )
    options = [Option("", day)], [Option("", any_time)]
    return {"form": form, "ways": Ways(PATH, ways, "home", refused, *options)}


def _wrong() -> NoteForm:
    return NoteForm("a", fault=said("メモを入力してください", "Enter a note"))


def _part(form: NoteForm) -> ToldPart:
    return ToldPart(_rows(), form, PATH, PATH, PATH)


def _rows() -> list[ToldRow]:
    clerk, alone = said("葉山 花子", "Hanako"), said("自動", "Automatic")
    mind = said("マグは緩衝材を二重に。", "Wrap the mugs twice.")
    mail, out = said("ご注文を承りました", "Your order"), said("送信済み", "Sent")
    return [
        ToldRow("note", said("メモ", "Note"), mind, MORNING, clerk, 1, for_packers=True),
        ToldRow("mail", mail, out, MORNING, said("自動のメール", "Automatic mail")),
        ToldRow("event", said("入金を確認しました", "Paid"), "", MORNING, alone),
        ToldRow("event", said("注文を受け付けました", "Placed"), "", MORNING, alone),
    ]
