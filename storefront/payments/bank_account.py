"""The account a buyer named for money that goes back by transfer: apart from the books, so that it can be erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime

SHOWN_DIGITS = 3
"""So many of an account's digits are read back, as receipts of Japanese banks do."""


class NamedAccount(Model):
    """Where one sum is to be sent: a `shop.account.BankAccount` of its buyer's.

    Personal: in no log, mail or timeline; erased some time after the money was sent.
    """

    __tablename__ = "bank_account"

    reimbursement_id: Mapped[int] = mapped_column(
        ForeignKey("reimbursement.id"), primary_key=True, autoincrement=False
    )
    bank: Mapped[str] = mapped_column(String(40))
    bank_code: Mapped[str] = mapped_column(String(4), default="")
    branch: Mapped[str] = mapped_column(String(40))
    branch_code: Mapped[str] = mapped_column(String(3), default="")
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(7))
    holder: Mapped[str] = mapped_column(String(48))
    named_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def ending(self) -> str:
        """The last digits of the number: all that is ever shown to whoever has the order's link."""
        return self.number[-SHOWN_DIGITS:]
