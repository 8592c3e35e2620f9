"""A stand-in of Stripe on this machine, for what no emulator knows: its payment methods, its keys and its bad days.

Stricter than kind: a key with other parameters is refused, an unknown parameter is refused, illegal moves are refused.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Thread
from typing import Any

from werkzeug import Request, Response
from werkzeug.serving import make_server

from tests.support.stripe_shapes import KONBINI, card_error, redirect, transfer

BANK = "https://hooks.stripe.com/3d_secure_2/hosted?payment_intent=pi_1"
WALLET = "https://pm-redirects.stripe.com/authorize/acct_1/pa_nonce_1"
LONGER_THAN_PATIENCE = 1.4
"""Seconds; the gateways of the tests wait one."""
CREATES = {
    "amount", "currency", "confirm", "description", "metadata", "return_url", "customer", "expand",
    "allowed_payment_method_types", "use_stripe_sdk", "payment_method", "payment_method_data",
    "payment_method_options", "confirmation_token", "setup_future_usage", "capture_method",
}  # fmt: skip

Answer = tuple[int, dict[str, Any]]


@dataclass
class StandIn:
    """Its books and its moods. `mood` takes the next calls that make something, one each."""

    url: str = ""
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: dict[str, dict[str, Any]] = field(default_factory=dict)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, tuple[str, Answer]] = field(default_factory=dict)
    mood: list[str] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    clock: Callable[[], int] = field(default=lambda: 1795482000)
    _next: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self, environ: Any, start: Any) -> Any:
        """One call over HTTP."""
        request = Request(environ)
        given = tree(request.form if request.method == "POST" else request.args)
        self.asked.append((request.method, request.path, given))
        self.headers.append(dict(request.headers))
        status, body = self._answer(request, given)
        headers = {"Request-Id": "req_1", "Stripe-Should-Retry": "false"}
        return Response(json.dumps(body), status, headers, mimetype="application/json")(
            environ, start
        )

    def _answer(self, request: Request, given: dict[str, Any]) -> Answer:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") == "sk_test_wrong":
            return 401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key"}}
        mood = self.mood.pop(0) if request.method == "POST" and self.mood else ""
        match mood:
            case "500":
                return 500, {"error": {"type": "api_error", "message": "away"}}
            case "409":
                code = "idempotency_key_in_use"
                return 409, {
                    "error": {"type": "idempotency_error", "code": code, "message": "busy"}
                }
            case "slow":
                time.sleep(LONGER_THAN_PATIENCE)
        answer = self._once(request, given)
        if mood == "slow after":
            time.sleep(LONGER_THAN_PATIENCE)
        return (500, {"error": {"type": "api_error"}}) if mood == "500 after" else answer

    def _once(self, request: Request, given: dict[str, Any]) -> Answer:
        """What a key was answered before is answered again, whatever it was."""
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST":
            return self._done(request, given)
        said = json.dumps([request.path, given], sort_keys=True)
        if key in self.keys:
            before, answer = self.keys[key]
            if before != said:
                kind = {"type": "idempotency_error", "message": "Keys for idempotent requests …"}
                return 400, {"error": kind}
            return answer
        answer = self._done(request, given)
        self.keys[key] = (said, json.loads(json.dumps(answer)))
        return answer

    def _done(self, request: Request, given: dict[str, Any]) -> Answer:
        kind, *rest = request.path.split("/")[2:]
        return (
            self._wrote(kind, rest, given)
            if request.method == "POST"
            else self._read(kind, rest, given)
        )

    def _wrote(self, kind: str, rest: list[str], given: dict[str, Any]) -> Answer:
        match kind, rest:
            case "customers", []:
                return 200, self._kept(self.customers, "cus", given, cash_balance=None)
            case "payment_intents", []:
                return self._made(given)
            case "payment_intents", [ref, "cancel"]:
                return self._cancelled(self.intents[ref])
            case "payment_intents", [ref, "capture"]:
                return self._captured(self.intents[ref])
            case "refunds", []:
                return self._refunded(given)
        return refused("no_such_path")

    def _read(self, kind: str, rest: list[str], given: dict[str, Any]) -> Answer:
        things = {
            "payment_intents": self.intents, "refunds": self.refunds, "disputes": self.disputes
        }.get(kind, {})  # fmt: skip
        if rest:
            found = things.get(rest[0])
            return (200, self._with_cash(found)) if found else refused("resource_missing", "id")
        if kind == "events":
            return self._listed(
                [one for one in self.events if one["type"] in given["types"]], given
            )
        asked = given.get("payment_intent")
        of = [r for r in things.values() if asked in {None, r.get("payment_intent")}]
        if "data.payment_intent.latest_charge" in given.get("expand", ()):
            of = [{**r, "payment_intent": self.intents[r["payment_intent"]]} for r in of]
        return self._listed(of, given)

    def _kept(self, where: dict[str, Any], prefix: str, given: Any, **more: Any) -> dict[str, Any]:
        ref = f"{prefix}_{next(self._next)}"
        kept = {"id": ref, "created": self.clock(), "metadata": given.get("metadata") or {}, **more}
        where[ref] = kept
        return kept

    def _made(self, given: dict[str, Any]) -> Answer:
        if unknown := set(given) - CREATES:
            return refused("parameter_unknown", min(unknown))
        method = given.get("payment_method_data", {}).get("type", "card")
        intent = self._kept(
            self.intents,
            "pi",
            given,
            object="payment_intent",
            amount=int(given["amount"]),
            amount_received=0,
            currency=given["currency"],
            customer=given.get("customer"),
            payment_method=None,
            setup_future_usage=given.get("setup_future_usage"),
            capture_method=given.get("capture_method", "automatic"),
            latest_charge=None,
            last_payment_error=None,
            next_action=None,
            status="requires_payment_method",
        )
        return self._confirmed(intent, method, given) if given.get("confirm") else (200, intent)

    def _confirmed(self, intent: dict[str, Any], method: str, given: dict[str, Any]) -> Answer:
        token = given.get("confirmation_token") or given.get("payment_method", "")
        if method == "card" and "used" in token:
            del self.intents[intent["id"]]
            return refused("confirmation_token_already_used", "confirmation_token")
        if "declined" in token:
            error = card_error("card_declined", token.removeprefix("ctoken_declined_") or "")
            intent["last_payment_error"] = error
            return 402, {"error": {**error, "payment_intent": intent}}
        sdk = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
        bank = redirect(BANK) if given.get("use_stripe_sdk") == "false" else sdk
        match method:
            case "konbini":
                self.act(intent, KONBINI)
            case "paypay":
                self.act(intent, redirect(WALLET))
            case "customer_balance":
                self.act(intent, transfer(intent["amount"]))
            case "card" if "3ds" in token:
                self.act(intent, bank)
            case "card" if intent["capture_method"] == "manual":
                intent |= {"status": "requires_capture", "payment_method": "pm_1"}
            case _:
                self.pay(intent)
        return 200, intent

    def act(self, intent: dict[str, Any], action: dict[str, Any]) -> None:
        """Something is left to do for the buyer."""
        intent |= {"status": "requires_action", "next_action": action}

    def pay(self, intent: dict[str, Any]) -> None:
        """The money came."""
        charge = {"id": f"ch_{next(self._next)}", "amount_refunded": 0}
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge,
            "next_action": None,
            "payment_method": intent["payment_method"] or "pm_1",
        }

    def _captured(self, intent: dict[str, Any]) -> Answer:
        if intent["status"] != "requires_capture":
            return refused("payment_intent_unexpected_state")
        self.pay(intent)
        return 200, intent

    def _cancelled(self, intent: dict[str, Any]) -> Answer:
        if intent["status"] in {"succeeded", "canceled", "processing"}:
            return refused("payment_intent_unexpected_state")
        intent |= {"status": "canceled", "next_action": None}
        return 200, intent

    def _refunded(self, given: dict[str, Any]) -> Answer:
        intent = self.intents[given["payment_intent"]]
        charge, amount = intent["latest_charge"], int(given["amount"])
        if charge["amount_refunded"] == intent["amount"]:
            return refused("charge_already_refunded")
        if charge["amount_refunded"] + amount > intent["amount"]:
            return refused("", "amount")
        charge["amount_refunded"] += amount
        more = {"payment_intent": intent["id"], "amount": amount, "status": "succeeded"}
        return 200, self._kept(self.refunds, "re", given, object="refund", **more)

    def _with_cash(self, thing: dict[str, Any]) -> dict[str, Any]:
        """The customer in place of its name, as an expansion puts it."""
        customer = self.customers.get(thing.get("customer") or "")
        return {**thing, "customer": customer} if customer else thing

    def _listed(self, things: Any, given: dict[str, Any]) -> Answer:
        """Newest first, a page at a time."""
        begin = int(given.get("created", {}).get("gte", 0))
        newest = [self._with_cash(one) for one in things if one["created"] >= begin][::-1]
        after = (
            [one["id"] for one in newest].index(given["starting_after"]) + 1
            if "starting_after" in given
            else 0
        )
        page = newest[after : after + PAGE]
        more = len(newest) > after + PAGE
        return 200, {"object": "list", "data": page, "has_more": more, "url": self.asked[-1][1]}


PAGE = 3
"""Small, so that every list of a test has several."""


def refused(code: str, param: str = "") -> Answer:
    """What cannot be done."""
    error = {"type": "invalid_request_error", "code": code, "param": param, "message": "No."}
    return 400, {"error": error}


def tree(flat: Any) -> dict[str, Any]:
    """a[b][0]=c as {"a": {"b": ["c"]}}."""
    found: dict[str, Any] = {}
    for name, value in flat.items(multi=True):
        head, *inner = re.findall(r"[^\[\]]+", name)
        place, last = found, head
        for step in inner:
            place, last = place.setdefault(last, {}), step
        place[last] = value
    return {name: _lists(value) for name, value in found.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_lists(one) for one in value.values()]
    return {name: _lists(one) for name, one in value.items()}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """One on a free port of this machine."""
    standin = StandIn()
    server = make_server("127.0.0.1", 0, standin, threaded=True)
    standin.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
