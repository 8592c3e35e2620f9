"""A passkey as a device keeps one: answers what a page asks, without a browser."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(raw: bytes) -> str:
    """Base64 as WebAuthn writes it."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def raw(said: str) -> bytes:
    """The other way round."""
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


class Authenticator:
    """One key. Counts its uses, unless `counts` is False, as passkeys that are shared between devices do."""

    def __init__(self, origin: str, name: bytes = b"key-1", *, counts: bool = True) -> None:
        self.origin, self.name, self.counts, self.uses = origin, name, counts, 0
        self.key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: str, *, flags: int = PRESENT | VERIFIED) -> str:
        """The answer to `navigator.credentials.create`."""
        asked = json.loads(options)
        numbers = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        shown = self._about(asked["rp"]["id"], flags | ATTESTED)
        shown += bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": shown})
        said = self._said("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=text(said), attestationObject=text(made))

    def get(self, options: str, *, flags: int = PRESENT | VERIFIED) -> str:
        """The answer to `navigator.credentials.get`."""
        asked = json.loads(options)
        self.uses += self.counts
        shown = self._about(asked["rpId"], flags)
        said = self._said("webauthn.get", asked["challenge"])
        signature = self.key.sign(shown + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=text(said), authenticatorData=text(shown), signature=text(signature)
        )

    def _about(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: Any) -> str:
        name = text(self.name)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )  # fmt: skip
