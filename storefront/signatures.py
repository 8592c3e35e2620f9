"""Signatures as itsdangerous makes them, for texts so short and so frequent that its care becomes a cost.

What is signed here can be read by any `URLSafeTimedSerializer` of the same secret and salt, and the other way round.
"""

from typing import Any

from itsdangerous import Signer, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode
from itsdangerous.serializer import Serializer


class KeptKeySigner(TimestampSigner):
    """Derives its key once instead of for every signature."""

    _derived: bytes | None = None

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """The key for the newest secret, kept; for any other as ever."""
        if secret_key is not None:
            return super().derive_key(secret_key)
        if self._derived is None:
            self._derived = super().derive_key()
        return self._derived


class Serial(URLSafeTimedSerializer):
    """Keeps its signer, and does not try to compress what is a hundred bytes long."""

    default_signer = KeptKeySigner
    _signer: Signer | None = None

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """The one signer."""
        if self._signer is None:
            self._signer = super().make_signer(salt)
        return self._signer

    def dump_payload(self, obj: Any) -> bytes:
        """JSON in URL-safe base64."""
        return base64_encode(Serializer.dump_payload(self, obj))


__all__ = ["Serial"]
