"""What staff type about the stock of one SKU: what lies on the shelf, or what came and went."""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from storefront.catalog.counting import MOST_ON_HAND, SIGNS, fits
from storefront.catalog.stock import LONGEST_NOTE, StockReason
from storefront.reports.stock import StockOf

KEY = re.compile(r"[0-9a-f]{24}")
_PIECES = re.compile(r"(?P<sign>[+\-]?)(?P<pieces>\d{1,6})")
_MINUS = str.maketrans({"−": "-", "‐": "-", "–": "-", "ー": "-", "―": "-"})


@dataclass
class StockForm:
    """`way`: count or adjust. `seen` is what the page said lies on the shelf, `key` makes it happen once.

    `delta` is what is to be booked, once `read` found no errors.
    """

    way: str
    key: str
    seen: int | None
    typed: Mapping[str, str] = field(default_factory=dict)
    reason: StockReason | None = None
    delta: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    stale: bool = False
    """Somebody else changed the stock since the page was opened."""

    def value(self, name: str) -> str:
        """What was typed there."""
        return self.typed.get(name, "")

    @property
    def note(self) -> str:
        """The words that go into the ledger."""
        return self.value("note").strip()


def new_form(variant: StockOf) -> StockForm:
    """The form as it is opened."""
    return StockForm("", new_key(), variant.on_hand)


def new_key() -> str:
    """What makes one form count once."""
    return secrets.token_hex(12)


def read(typed: Mapping[str, str], variant: StockOf) -> StockForm:
    """What was typed against the counts as they are now."""
    key, seen = typed.get("key", ""), pieces_typed(typed.get("seen", ""))
    form = StockForm(
        "adjust" if typed.get("way") == "adjust" else "count",
        key if KEY.fullmatch(key) else new_key(),
        seen,
        typed,
        _reason(typed.get("reason", StockReason.COUNTED)),
    )
    form.stale = seen != variant.on_hand
    if len(form.note) > LONGEST_NOTE:
        form.errors[f"{form.way}-note"] = _("%(most)s文字までで入力してください", most=LONGEST_NOTE)
    if form.reason is None:
        form.errors[f"{form.way}-reason"] = _("理由を選んでください")
    elif form.way == "count":
        _read_count(form, form.reason, variant)
    else:
        _read_adjustment(form, form.reason, variant)
    return form


def pieces_typed(text: str) -> int | None:
    """A number of pieces, in any width, with or without a sign; None for what is none."""
    found = _PIECES.fullmatch(_plain(text))
    return int(found["sign"] + found["pieces"]) if found else None


def short_words(counted: int, promised: int) -> str:
    """Why a count cannot be: orders wait for more."""
    words: str = _(
        "注文で%(promised)s点を約束しているので、棚に%(counted)s点だけでは足りません。先に注文のほうを決めてください",
        promised=promised,
        counted=counted,
    )
    return words


def _read_count(form: StockForm, reason: StockReason, variant: StockOf) -> None:
    counted = pieces_typed(form.value("counted"))
    if counted is None or not 0 <= counted <= MOST_ON_HAND:
        form.errors["counted"] = _("棚にあった数を0以上の数字で入力してください")
        return
    form.delta = counted - variant.on_hand
    if counted < variant.promised:
        form.errors["counted"] = short_words(counted, variant.promised)
    elif not fits(reason, form.delta):
        form.errors["count-reason"] = _way_words(form.delta)


def _read_adjustment(form: StockForm, reason: StockReason, variant: StockOf) -> None:
    pieces = pieces_typed(form.value("pieces"))
    if not pieces:
        form.errors["pieces"] = _("何点増えたか、減ったかを数字で入力してください")
        return
    signed = _plain(form.value("pieces"))[:1] in {"+", "-"}
    form.delta = pieces if signed else pieces * (SIGNS[reason] or 1)
    if not fits(reason, form.delta):
        form.errors["adjust-reason"] = _way_words(form.delta)
    elif variant.free + form.delta < 0:
        form.errors["pieces"] = _(
            "売れる数は%(free)s点です。それより多くは減らせません", free=variant.free
        )
    elif variant.on_hand + form.delta > MOST_ON_HAND:
        form.errors["pieces"] = _("%(most)s点までにしてください", most=MOST_ON_HAND)


def _way_words(delta: int) -> str:
    if delta > 0:
        return str(_("%(count)s点増えます。減るときの理由とは合いません", count=delta))
    return str(_("%(count)s点減ります。増えるときの理由とは合いません", count=-delta))


def _reason(code: str) -> StockReason | None:
    return StockReason(code) if code in {reason.value for reason in SIGNS} else None


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS)
    return plain.replace(",", "").replace(" ", "").strip().removesuffix("点").removesuffix("個")
