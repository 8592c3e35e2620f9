"""はっぱ茶房 / Happa Tea House: a small, complete shop."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from storefront import cli, tables, views
from storefront.assets import build_assets
from storefront.catalogues import compile_catalogues
from storefront.extensions import babel, csrf, db, htmx, migrate
from storefront.jinja import set_up_jinja, set_up_words
from storefront.logs import set_up_logs
from storefront.payments.gateways import Gateway
from storefront.payments.gateways.demo import DemoGateway
from storefront.payments.gateways.installed import install
from storefront.sessions import Sessions
from storefront.settings import ROOT, Settings, from_environment
from storefront.sqlite import prepare_sqlite
from storefront.views import current
from storefront.views.staff import cookie
from storefront.web import guard_requests, serve_static

LARGEST_REQUEST = 256 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Make the shop: settings, extensions, static files, views, commands; nothing else."""
    settings = settings or from_environment()
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    app.config.update(_config(settings))
    app.session_interface = Sessions(app)
    assert tables.MODULES, "every table is known before the first query"
    set_up_logs()
    set_up_jinja(app)
    db.init_app(app)
    with app.app_context():
        prepare_sqlite(db.engine)
    migrate.init_app(app, db)
    app.extensions["gateways"] = install(_gateways(settings))
    built = settings.built or settings.instance / "static"
    words = compile_catalogues(ROOT / "storefront" / "translations", built.parent / "translations")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(words)
    babel.init_app(app, locale_selector=current.locale)
    set_up_words(app)
    guard_requests(
        app, settings.production, cookie.is_signed
    )  # before the CSRF check, which reads the form
    csrf.init_app(app)
    htmx.init_app(app)
    views.register(app)
    cli.register(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    serve_static(app, build_assets(ROOT / "storefront" / "static", built), built)
    return app


def _gateways(settings: Settings) -> list[Gateway]:
    """Whoever can be asked about payments; the last takes new ones. The demo's stay for what it took before."""
    found: list[Gateway] = [DemoGateway()]
    if settings.stripe:
        from storefront.payments.gateways.stripe import StripeGateway

        found.append(StripeGateway(settings.stripe, settings.site_url))
    return found


def _config(settings: Settings) -> dict[str, object]:
    prefix = "__Host-" if settings.production else ""  # browsers keep such cookies over https only
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "TRUSTED_HOSTS": settings.trusted_hosts,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 200,
        "BABEL_DEFAULT_LOCALE": "ja",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Tokyo",
        "WTF_CSRF_TIME_LIMIT": None,
        # pages of an order send no referrer, and their forms must work; the session cookie is __Host- and Lax
        "WTF_CSRF_SSL_STRICT": False,
        "SESSION_COOKIE_NAME": prefix + "session",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "VISIT_COOKIE_NAME": prefix + "visit",
        "STAFF_COOKIE_NAME": prefix + "staff",
    }


def _engine_options(url: str) -> dict[str, object]:
    # What a row holds, an address or an account, stays out of error messages and thereby out of the logs.
    quiet = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return {**quiet, "connect_args": {"check_same_thread": False}}
    limits = (
        "-c lock_timeout=10s -c statement_timeout=20s -c idle_in_transaction_session_timeout=30s"
    )
    return {
        **quiet,
        "connect_args": {"options": limits},
        "pool_pre_ping": False,
        "pool_recycle": 1800,
    }


__all__ = ["create_app"]
