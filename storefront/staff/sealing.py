"""What of a second factor lies in the database: closed with a key that is derived from SECRET_KEY and never stored.

A copy of the database alone opens nothing. With another SECRET_KEY nothing can be opened any more: `staff factor-reset`
then lets a member set up anew.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    """Closes short texts so that they can be opened again (Fernet), and others so that they cannot (keyed BLAKE2)."""

    def __init__(self, secret: str) -> None:
        both = HKDF(SHA256(), 64, salt=None, info=b"storefront.staff.factor").derive(
            secret.encode()
        )
        self._fernet, self._key = Fernet(urlsafe_b64encode(both[:32])), both[32:]

    def close(self, text: str) -> str:
        """The text to keep."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, closed: str) -> str | None:
        """What was closed; None when it was not closed with this key."""
        try:
            return self._fernet.decrypt(closed.encode()).decode()
        except InvalidToken:
            return None

    def digest(self, text: str) -> str:
        """The same 40 signs for the same text, which cannot be told from them."""
        return blake2b(text.encode(), key=self._key, digest_size=20).hexdigest()


@lru_cache(maxsize=4)
def seal_of(secret: str) -> Seal:
    """The seal of a shop, derived once."""
    return Seal(secret)
