"""Samples: what staff find written about an order, and write themselves."""

from storefront.views.staff.note_form import NoteForm
from storefront.views.staff.order_told import ToldPart, ToldRow
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.sample import Sample, both, fragment, said

FRAGMENT = "staff/_order_told.html"
PATH = "/styleguide/order-desk"


def samples() -> list[Sample]:
    """With a note for the packers, with a note that is too long, and for somebody who only reads."""
    return [
        fragment(FRAGMENT, "noted", both("メモがある", "With a note"), lambda: {"part": _part(NoteForm("a"))}),
        fragment(FRAGMENT, "wrong", both("直すところがある", "To be mended"), lambda: {"part": _part(_wrong())}),
        fragment(FRAGMENT, "read", both("閲覧のみ", "Only read"), lambda: {"part": ToldPart(_rows(), NoteForm("a"))}),
    ]  # fmt: skip


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
