"""Invoices and credit notes in words: the sheet that the page shows and the PDF prints."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from storefront.jinja import format_date, locale_code, translate, yen
from storefront.locales import as_locale
from storefront.orders.documents import CreditNote, Document, Entry, EntryKind, Invoice
from storefront.orders.order import Order
from storefront.printing.sheet import Fact, GoodsRow, RateRow, Said, Sheet
from storefront.views.document_issuer import Issuer
from storefront.views.play_words import number_words

MARK = "※"
UNBROKEN = "\u00a0"
"""The space at which no line ends."""


def invoice_sheet(invoice: Invoice, issuer: Issuer) -> Sheet:
    """The invoice in the language of the page; Japanese terms of the law stand beside English words."""
    number = f"{invoice.order_number}-{invoice.version}"
    title = (
        term(_("適格簡易請求書"), "適格簡易請求書")
        if invoice.simplified
        else term(_("適格請求書"), "適格請求書")
    )
    return _sheet(
        invoice,
        issuer,
        title=title,
        number=Fact(Said(_("番号")), _("%(number)s（第%(version)s版）", number=number, version=invoice.version)),
        addressee=addressed(invoice.addressee, invoice.to_company),
        statement=_statement(invoice),
        facts=[
            _day(term(_("取引年月日"), "取引年月日"), invoice.sold_on),
            _day(Said(_("発行日")), invoice.issued_on),
            Fact(Said(_("ご注文番号")), invoice.order_number),
            Fact(Said(_("お支払い")), translate(invoice.payment)),
        ],
        notes=_invoice_notes(invoice),
        warnings=_replaces(invoice),
        file_name=_("適格請求書_%(number)s", number=number),
        plain_name=f"invoice-{number}",
    )  # fmt: skip


def credit_note_sheet(note: CreditNote, issuer: Issuer) -> Sheet:
    """The credit note in the language of the page."""
    number = f"{note.order_number}-R{note.number}"
    return _sheet(
        note,
        issuer,
        title=term(_("適格返還請求書"), "適格返還請求書"),
        number=Fact(Said(_("番号")), number),
        addressee=addressed(note.addressee, note.to_company),
        statement=_("上記の金額を返金しました。理由：%(reason)s", reason=note.reason),
        facts=[
            _day(term(_("返還年月日"), "返還年月日"), note.issued_on),
            _day(term(_("もとの取引年月日"), "取引年月日"), note.sold_on),
            Fact(Said(_("ご注文番号")), note.order_number),
        ],
        notes=_credit_notes(note),
        warnings=[],
        file_name=_("返還インボイス_%(number)s", number=number),
        plain_name=f"credit-note-{number}",
    )


def invoice_words(order: Order) -> str:
    """What the link to an order's invoice says: it is a receipt as well once the money is there."""
    return str(_("領収書（適格請求書）") if order.paid_at else _("適格請求書（インボイス）"))


def term(text: str, japanese: str) -> Said:
    """Words with the Japanese term of the law beside them where they are in another language."""
    return Said(text, "" if text == japanese or locale_code() == "ja" else japanese)


def addressed(name: str, company: bool) -> str:
    """若葉 みのり 様, 株式会社若葉 御中; the bare name in English. Empty for nobody."""
    if not name:
        return ""
    return str(_("%(name)s 御中", name=name) if company else _("%(name)s 様", name=name))


def _sheet(
    document: Document, issuer: Issuer, *, title: Said, number: Fact, addressee: str, statement: str,
    facts: Sequence[Fact], notes: Sequence[str], warnings: Sequence[str], file_name: str, plain_name: str,
) -> Sheet:  # fmt: skip
    total = _("返金の合計（税込）") if isinstance(document, CreditNote) else _("合計（税込）")
    return Sheet(
        locale=as_locale(locale_code()), title=title, number=number, addressee=addressee,
        statement=statement, facts=facts, seller=issuer.lines,
        registration=Fact(term(_("登録番号"), "登録番号"), issuer.number),
        demo=number_words() if issuer.demo else "",
        heads=[Said(_("内容")), Said(_("税率")), Said(_("数量")), Said(_("単価（税込）")), Said(_("金額（税込）"))],
        rows=[_row(entry) for entry in document.entries],
        total=Fact(Said(total), yen(document.total)),
        rate_heads=[Said(_("税率ごとの合計")), Said(_("対価の額（税込）")), term(_("うち消費税額等"), "消費税額等")],
        rates=[
            RateRow(_rate(part.percent, part.percent in _low(document)), yen(part.taxable), yen(part.tax))
            for part in document.rates
        ],
        notes=notes, issued_on=document.issued_on, file_name=file_name, plain_name=plain_name,
        warnings=warnings,
    )  # fmt: skip


def _row(entry: Entry) -> GoodsRow:
    goods = entry.kind is EntryKind.GOODS
    return GoodsRow(
        name=entry_name(entry) + (f" {MARK}" if entry.reduced else ""),
        note=entry_note(entry),
        rate=f"{entry.percent}%",
        quantity=str(entry.quantity) if goods else "",
        unit_price=yen(entry.unit_price) if entry.unit_price is not None else "",
        amount=yen(entry.amount),
    )


def entry_name(entry: Entry) -> str:
    """What a line of a document is called."""
    name = translate(entry.name or "")
    match entry.kind:
        case EntryKind.DISCOUNT:
            return str(_("値引き（%(percent)s%%対象の品）", percent=entry.percent))
        case EntryKind.SHIPPING:
            names = [name, *map(translate, entry.more_names)]
            return str(_("送料（%(words)s）", words=_("と").join(names)))
        case EntryKind.FEE:
            return str(_("手数料（%(name)s）", name=name))
    return name


def entry_note(entry: Entry) -> str:
    """Size or colour, and what was taken off; may be empty."""
    words = [translate(entry.label or "")]
    if entry.share:
        words.append(_("値引き %(sum)s", sum=yen(-entry.share)).replace(" ", UNBROKEN))
    return str(_("・")).join(word for word in words if word)


def _low(document: Document) -> set[int]:
    return {entry.percent for entry in document.entries if entry.reduced}


def _rate(percent: int, reduced: bool) -> Said:
    if reduced:
        words = _("%(percent)s%%対象（軽減税率 %(mark)s）", percent=percent, mark=MARK)
        return term(words, "軽減税率対象")
    return Said(_("%(percent)s%%対象", percent=percent))


def _day(label: Said, day: date) -> Fact:
    return Fact(label, format_date(day, "long"))


def _statement(invoice: Invoice) -> str:
    if invoice.total == 0:
        return str(_("全額を返金しました。"))
    if invoice.paid:
        return str(_("上記の金額を領収しました。"))
    return str(_("お届けのときに、配達員へお支払いいただきます。"))


def _invoice_notes(invoice: Invoice) -> list[str]:
    notes = _mark_explained(invoice)
    if invoice.refunds:
        notes.append(
            _("消費税額等は、もとの請求書の額から返還インボイスの額を差し引いたものです。")
        )
    else:
        notes.append(_("消費税額等は税率ごとに合計してから、1回だけ端数を切り捨てています。"))
        if invoice.paid:
            notes.append(_("この書面は領収書を兼ねます。"))
    return notes


def _credit_notes(note: CreditNote) -> list[str]:
    rounding = _(
        "消費税額等は税率ごとに1回だけ端数を処理し、すべて返金したときに、もとの請求書の額と同じになります。"
    )
    return [*_mark_explained(note), rounding]


def _mark_explained(document: Document) -> list[str]:
    return [_("%(mark)sは軽減税率の対象です", mark=MARK)] if document.any_reduced else []


def _replaces(invoice: Invoice) -> list[str]:
    """What a later version says of itself."""
    if not invoice.refunds:
        words = _(
            "第%(version)s版に代わるものです。追加の品を含みます。", version=invoice.version - 1
        )
        return [words] if invoice.version > 1 else []
    refunds = _("、").join(
        _("%(day)sの%(sum)s", day=format_date(note.issued_on, "long"), sum=yen(note.total))
        for note in invoice.refunds
    )
    return [
        _("第%(version)s版に代わるものです。返金（%(refunds)s）を差し引いた残りを示します。", version=invoice.version - 1, refunds=refunds),
        _("返還インボイスと併せてはお使いになれません。"),
    ]  # fmt: skip
