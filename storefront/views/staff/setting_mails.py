"""The words of mails as they would be read: the real mail with sample figures, text and HTML, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, request

from storefront.locales import LOCALES, Locale, as_locale
from storefront.mail.messages import Message
from storefront.mail.previews import preview
from storefront.mail.wording import MailKind, Wording, wording
from storefront.staff.roles import Permission
from storefront.views.access import STAFF, access
from storefront.views.outbox import MAIL_POLICY
from storefront.views.staff.area import bp
from storefront.views.staff.setting_fields import Texts


@dataclass(frozen=True)
class Preview:
    """One language: the mail in the words at hand, and the subject the shop itself would write."""

    locale: Locale
    message: Message
    own_subject: str


@bp.get("/settings/mail/<code>/preview")
@access(STAFF, Permission.SEE_SETTINGS)
def mail_preview(code: str) -> Response:
    """The HTML part in the words that are stored, for a frame."""
    kind, locale = _kind(code), as_locale(request.args.get("lang"))
    return _part(preview(kind, locale, wording(kind, locale)))


@bp.post("/settings/mail/<code>/preview")
@access(STAFF, Permission.CHANGE_SETTINGS)
def try_mail_words(code: str) -> Response:
    """The same in the words that are being written. Writes nothing."""
    kind, locale = _kind(code), as_locale(request.args.get("lang"))
    return _part(preview(kind, locale, words_typed(request.form, locale)))


def words_typed(typed: Mapping[str, str], locale: Locale) -> Wording:
    """What a form says in one language."""
    texts = Texts({name: text[:2000] for name, text in typed.items()})
    return Wording(
        texts.line(f"subject-{locale}"),
        texts.lines(f"opening-{locale}"),
        texts.lines(f"closing-{locale}"),
    )


def preview_of(code: str, typed: Mapping[str, str]) -> list[Preview]:
    """Both languages, in words that are being written."""
    kind = _kind(code)
    return [
        Preview(
            locale,
            preview(kind, locale, words_typed(typed, locale)),
            preview(kind, locale, Wording()).subject,
        )
        for locale in LOCALES
    ]


def _part(message: Message) -> Response:
    """A document that nothing in it can leave."""
    response = Response(message.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _kind(code: str) -> MailKind:
    return MailKind(code) if code in set(MailKind) else abort(404)
