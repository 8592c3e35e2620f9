"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is good. Nothing is written here.

The library is read at the first use: it brings a good deal along, and most processes never need it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_KEY = 400
"""Letters of a public key in base64: RSA with 2048 bits has 364, all others have fewer."""
LONGEST_CREDENTIAL = 1364
"""1023 bytes, as much as WebAuthn allows a passkey's name to have, in base64."""
LONGEST_ANSWER = 8000
"""Letters of an answer; a browser's has under 2000."""


@dataclass(frozen=True)
class Site:
    """Whom a passkey belongs to: the shop's host, and the origins its pages come from."""

    host: str
    origins: Sequence[str]


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that was just made; both texts in base64."""

    credential: str
    public_key: str
    counter: int


def plain(raw: bytes) -> str:
    """Bytes in base64 for addresses, without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    """The other way round. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def question(site: Site, challenge: bytes, credentials: Sequence[str]) -> str:
    """What `navigator.credentials.get` is called with, as JSON. The device makes sure who holds it (PIN, finger, face)."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    return options_to_json(
        generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            allow_credentials=[PublicKeyCredentialDescriptor(raw(one)) for one in credentials],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def request(
    site: Site, shop: str, challenge: bytes, holder: tuple[int, str, str], known: Sequence[str]
) -> str:
    """What `navigator.credentials.create` is called with, as JSON. `holder`: the member's id, address and name."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    number, address, name = holder
    return options_to_json(
        generate_registration_options(
            rp_id=site.host,
            rp_name=shop,
            user_id=f"staff:{number}".encode(),
            user_name=address,
            user_display_name=name,
            challenge=challenge,
            exclude_credentials=[PublicKeyCredentialDescriptor(raw(one)) for one in known],
            authenticator_selection=AuthenticatorSelectionCriteria(
                user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
    )


def answered_by(answer: str) -> str:
    """Which passkey an answer says it comes from; empty for what is no answer. Proves nothing yet."""
    if len(answer) > LONGEST_ANSWER:
        return ""
    try:
        said = json.loads(answer)
        return plain(raw(str(said["rawId"])))
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def made(site: Site, challenge: bytes, answer: str) -> NewPasskey | None:
    """The passkey an answer to `request` brings; None for a bad one."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    if not answered_by(answer):
        return None
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    name, key = plain(found.credential_id), plain(found.credential_public_key)
    if len(name) > LONGEST_CREDENTIAL or len(key) > LONGEST_KEY:
        return None
    return NewPasskey(name, key, found.sign_count)


def counted(site: Site, challenge: bytes, answer: str, key: str, counter: int) -> int | None:
    """The passkey's new counter when the answer to `question` is good, else None.

    `key` is its public key. A counter that does not grow, where there is one, means a copy: refused.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            credential_public_key=raw(key),
            credential_current_sign_count=counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    return found.new_sign_count
