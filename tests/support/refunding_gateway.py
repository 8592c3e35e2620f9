"""A gateway that sends money back as a test tells it to, and keeps its own books of what really went."""

from collections.abc import Callable

import pytest
from flask import Flask

from storefront.payments.gateways import (
    NEVER_ARRIVED,
    GatewayTimeout,
    KeyReused,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
)
from storefront.payments.gateways.demo import DemoGateway

GONE = RefundOutcome(RefundStatus.SUCCEEDED, "re_1")
UNDER_WAY = RefundOutcome(RefundStatus.SUBMITTED, "re_1")
REFUSED = RefundOutcome(RefundStatus.FAILED, "re_1", "expired_or_canceled_card")


class RefundingGateway(DemoGateway):
    """Its first answers are those in `answers`, outcomes or exceptions; money moves before a time-out unless told otherwise.

    Afterwards it is honest: the same key moves money once and is answered the same. `asked` names every call in order.
    """

    code = "demo"

    def __init__(self) -> None:
        self.answers: list[RefundOutcome | Exception] = []
        self.moved: dict[str, RefundRequest] = {}
        self.outcome = GONE
        self.asked: list[str] = []
        self.moves_before_raising = True

    def refund(self, request: RefundRequest) -> RefundOutcome:
        self.asked.append("refund")
        return self._answer(request, lambda: self._move(request))

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        self.asked.append("fetch")
        if request.key not in self.moved:
            return RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
        return self._answer(request, lambda: self.outcome)

    def went_back(self) -> int:
        """Yen that really left."""
        return sum(request.amount for request in self.moved.values())

    def _move(self, request: RefundRequest) -> RefundOutcome:
        known = self.moved.setdefault(request.key, request)
        if known.amount != request.amount:
            raise KeyReused(request.key)
        return self.outcome

    def _answer(self, request: RefundRequest, honest: Callable[[], RefundOutcome]) -> RefundOutcome:
        if not self.answers:
            return honest()
        told = self.answers.pop(0)
        if isinstance(told, Exception):
            if isinstance(told, GatewayTimeout) and self.moves_before_raising:
                self._move(request)
            raise told
        if told.status is not RefundStatus.FAILED:
            self._move(request)
        return told


def install_refunding(app: Flask, patch: pytest.MonkeyPatch) -> RefundingGateway:
    """Put it in the place of the demo gateway of an app, until the test is over."""
    gateway = RefundingGateway()
    patch.setitem(app.extensions, "gateways", {gateway.code: gateway})
    return gateway
