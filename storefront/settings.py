"""Settings read from the environment; every one is optional in development."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
STAFF_LOGIN = "staff-login"
"""The file in the instance folder with the logins of the demo's members of staff: development only."""


class Play(StrEnum):
    """Whose money moves: the demo's own, the payment company's for tests, or real money."""

    DEMO = "demo"
    TEST = "test"
    LIVE = "live"


class SettingsError(Exception):
    """A setting is missing or contradicts another; the message names it and the remedy."""


@dataclass(frozen=True)
class StripeKeys:
    """The contract with Stripe: what calls are signed with, and by which secrets its messages are known."""

    secret: str = field(repr=False)
    publishable: str
    webhook_secrets: tuple[str, ...] = field(repr=False)
    """One, or two while it is being changed."""
    api_base: str = ""
    """Where Stripe answers; "" for Stripe itself."""
    hold_first: bool = False
    """A card's money is held by one call and taken by a second."""
    minimal: bool = False
    """Ask only for what a small stand-in of Stripe's understands; for tests."""

    @property
    def live(self) -> bool:
        """Whether real money moves."""
        return "_live_" in self.secret[:8]


@dataclass(frozen=True)
class Settings:
    """What the shop needs to know about where it runs."""

    env: str = "development"
    database_url: str = ""
    secret_key: str = ""
    site_url: str = ""
    mail_url: str = ""
    rate_limits: bool = True
    proxies: int = 0
    """Servers in front of the shop that pass requests on; only their word is taken for where one comes from."""
    instance: Path = field(default=INSTANCE)
    built: Path | None = None
    """Where joined styles and scripts go; inside `instance` when not said."""
    testing: bool = False
    stripe: StripeKeys | None = None
    """None: the demo takes the payments."""

    @property
    def production(self) -> bool:
        """Whether strict rules hold: secret required, secure cookies, no development pages."""
        return self.env == "production"

    @property
    def play(self) -> Play:
        """Whose money moves in this shop."""
        if self.stripe is None:
            return Play.DEMO
        return Play.LIVE if self.stripe.live else Play.TEST

    @property
    def trusted_hosts(self) -> list[str]:
        """Host names a request may carry; any other is refused with 400."""
        host = urlsplit(self.site_url).hostname
        return [*([host] if host else []), "localhost", "127.0.0.1", "[::1]"]


def from_environment() -> Settings:
    """Read the settings. Raises SettingsError for a production shop that would not be safe."""
    env = os.environ.get("STOREFRONT_ENV", "development")
    if env not in {"development", "production"}:
        raise SettingsError("STOREFRONT_ENV is 'development' or 'production'")
    secret = os.environ.get("SECRET_KEY", "")
    limits = os.environ.get("RATE_LIMITS", "on") != "off"
    if env == "production" and len(secret) < 16:
        raise SettingsError(
            "SECRET_KEY is required in production: a random text of 16 characters or more"
        )
    if env == "production" and not limits:
        raise SettingsError("RATE_LIMITS=off is for load tests; production refuses it")
    port = os.environ.get("PORT", "8000")
    site_url = os.environ.get("SITE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    return Settings(
        env=env,
        database_url=driver_spelled_out(os.environ.get("DATABASE_URL", "")) or sqlite_url(INSTANCE),
        secret_key=secret or development_secret(INSTANCE),
        site_url=site_url,
        mail_url=os.environ.get("MAIL_URL", ""),
        rate_limits=limits,
        proxies=_proxies(os.environ.get("PROXIES", "0")),
        stripe=stripe_keys(os.environ, env == "production", site_url),
    )


def _proxies(said: str) -> int:
    if not re.fullmatch(r"[0-9]", said):
        raise SettingsError(f"PROXIES={said} is no whole number of servers in front: 0 to 9")
    return int(said)


def stripe_keys(
    environ: Mapping[str, str], production: bool, site_url: str = ""
) -> StripeKeys | None:
    """The keys of Stripe, None where none is set. Raises SettingsError for a half-set or an unsafe contract."""
    said = {name: environ.get(name, "").strip() for name in _STRIPE}
    capture = environ.get("STRIPE_CAPTURE", "").strip() or "automatic"
    base = environ.get("STRIPE_API_BASE", "").strip().rstrip("/")
    if not any(said.values()):
        if base:
            raise SettingsError(
                "STRIPE_API_BASE is set, but no key: set STRIPE_SECRET_KEY too, or neither"
            )
        return None
    if missing := [name for name, value in said.items() if not value]:
        raise SettingsError(
            f"Stripe is half set up: {' and '.join(missing)} missing. All of {', '.join(_STRIPE)} are needed, or none"
        )
    for name, (shape, example) in _STRIPE.items():
        if not re.fullmatch(shape, said[name]):
            raise SettingsError(f"{name} does not look like one: it reads like {example}")
    if capture not in {"automatic", "manual"}:
        raise SettingsError("STRIPE_CAPTURE is 'automatic' or 'manual'")
    secret, publishable, webhooks = said.values()
    keys = StripeKeys(
        secret,
        publishable,
        tuple(part.strip() for part in webhooks.split(",")),
        api_base=base,
        hold_first=capture == "manual",
    )
    _refuse_unsafe(keys, production, site_url)
    return keys


_STRIPE = {
    "STRIPE_SECRET_KEY": (r"[sr]k_(test|live)_\w+", "sk_test_… or sk_live_…"),
    "STRIPE_PUBLISHABLE_KEY": (r"pk_(test|live)_\w+", "pk_test_… or pk_live_…"),
    "STRIPE_WEBHOOK_SECRET": (
        r"whsec_[\w+/=]+(\s*,\s*whsec_[\w+/=]+)?",
        "whsec_…, or two of them with a comma while the secret is being changed",
    ),
}


def _refuse_unsafe(keys: StripeKeys, production: bool, site_url: str) -> None:
    """Raises SettingsError where play money would be taken for real money, or real money by a shop that plays."""
    if ("_live_" in keys.publishable[:8]) != keys.live:
        raise SettingsError(
            "STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY differ: one is for tests, the other is live"
        )
    if keys.live and not production:
        raise SettingsError(
            "STRIPE_SECRET_KEY is live: real cards are charged by STOREFRONT_ENV=production alone"
        )
    if production and not keys.live:
        raise SettingsError(
            "STRIPE_SECRET_KEY is for tests: in production, goods would go out for play money"
        )
    if keys.live and not site_url.startswith("https://"):
        raise SettingsError("SITE_URL begins with https:// where Stripe takes real money")
    address = urlsplit(keys.api_base)
    if keys.api_base and address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise SettingsError(
            "STRIPE_API_BASE begins with https://, lest the secret key travels open"
        )


_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def driver_spelled_out(url: str) -> str:
    """A PostgreSQL address with its driver named, since the default differs between SQLAlchemy versions."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def sqlite_url(instance: Path) -> str:
    """The address of the shop's own SQLite file."""
    return f"sqlite:///{instance / 'storefront.sqlite'}"


def development_secret(instance: Path) -> str:
    """A random secret kept in the instance folder, so that sessions survive a restart of the demo."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret"
    try:
        with open(path, "x", opener=lambda name, how: os.open(name, how, 0o600)) as new:
            new.write(os.urandom(24).hex())
    except FileExistsError:
        pass
    return path.read_text()
