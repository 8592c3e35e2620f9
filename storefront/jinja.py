"""What every template may use: words in two languages, yen, dates, and places left open per visitor."""

from collections.abc import Mapping
from datetime import date, datetime

import jinja2
from babel.support import NullTranslations
from flask import Flask, current_app
from flask_babel import get_locale, get_translations
from flask_babel import gettext as _
from jinja2 import StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from storefront.clock import shop_day, shop_time
from storefront.locales import as_locale, choose
from storefront.money import Yen

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def hole(name: str) -> Markup:
    """A mark in a rendered page that `views.pages` fills for each visitor."""
    return Markup(f"\x02{name}\x03")  # a mark for a name of ours  # nosec B704


def csrf_field() -> Markup:
    """The hidden CSRF field of a form."""
    return hole("csrf")


def yen(amount: Yen) -> str:
    """¥1,280; a discount as −¥1,280 with a true minus sign."""
    return f"{'−' if amount < 0 else ''}¥{abs(amount):,}"


def locale_code() -> str:
    """The language of the present page, "ja" or "en"."""
    return as_locale(str(get_locale() or ""))


def translate(text: Mapping[str, str] | str) -> str:
    """A {"ja", "en"} text in the language of the page; plain text stays as it is."""
    return text if isinstance(text, str) else choose(text, locale_code())


def discount_words(why: Mapping[str, str]) -> str:
    """割引（お茶のおともに） / Discount: To have with the tea. What takes off is called that, wherever its reason is told."""
    reason = translate(why)
    return str(_("割引（%(reason)s）", reason=reason) if reason else _("割引"))


def format_date(day: date, form: str = "short") -> str:
    """11月25日(水) / Wed, 25 Nov; with form "long" the year as well."""
    if isinstance(day, datetime):
        day = shop_day(day)
    if locale_code() == "ja":
        text = f"{day.month}月{day.day}日({WEEKDAYS_JA[day.weekday()]})"
        return f"{day.year}年{text}" if form == "long" else text
    text = f"{WEEKDAYS_EN[day.weekday()]}, {day.day} {MONTHS_EN[day.month - 1]}"
    return f"{text} {day.year}" if form == "long" else text


def format_time(moment: datetime) -> str:
    """14:05 on the shop's clock."""
    return shop_time(moment).strftime("%H:%M")


def asset_url(name: str) -> str:
    """The address of a static file, content hash included."""
    return str(current_app.extensions["assets"].url(name))


class Template(jinja2.Template):
    """Its macros know nothing of the page that imports them, so one module of them serves all pages.

    Jinja compares the globals of both templates at every import, forty times a page; ours are always the same.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def set_up_words(app: Flask) -> None:
    """Let templates look the catalogue of a language up once, and not for every word. After Flask-Babel's own set-up."""
    catalogues: dict[str, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        language = locale_code()
        if language not in catalogues:
            catalogues[language] = get_translations()
        return catalogues[language]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: catalogue().gettext(message),
        lambda one, many, count: catalogue().ngettext(one, many, count),
        newstyle=True,
    )


def set_up_jinja(app: Flask) -> None:
    """Register filters and globals; an undefined name is an error everywhere."""
    app.jinja_env.template_class = Template
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        t=translate, discount=discount_words, date=format_date, time=format_time, yen=yen
    )
    app.jinja_env.globals.update(asset_url=asset_url, yen=yen, csrf_field=csrf_field)
