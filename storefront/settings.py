"""Settings read from the environment; every one is optional in development."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
STAFF_LOGIN = "staff-login"
"""The file in the instance folder with the login of the demo's member of staff: development only."""


class SettingsError(Exception):
    """A setting is missing or contradicts another; the message names it and the remedy."""


@dataclass(frozen=True)
class Settings:
    """What the shop needs to know about where it runs."""

    env: str = "development"
    database_url: str = ""
    secret_key: str = ""
    site_url: str = ""
    mail_url: str = ""
    rate_limits: bool = True
    instance: Path = field(default=INSTANCE)
    built: Path | None = None
    """Where joined styles and scripts go; inside `instance` when not said."""
    testing: bool = False

    @property
    def production(self) -> bool:
        """Whether strict rules hold: secret required, secure cookies, no development pages."""
        return self.env == "production"

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
    return Settings(
        env=env,
        database_url=driver_spelled_out(os.environ.get("DATABASE_URL", "")) or sqlite_url(INSTANCE),
        secret_key=secret or development_secret(INSTANCE),
        site_url=os.environ.get("SITE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        mail_url=os.environ.get("MAIL_URL", ""),
        rate_limits=limits,
    )


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
        with path.open("x") as new:
            new.write(os.urandom(24).hex())
    except FileExistsError:
        pass
    return path.read_text()
