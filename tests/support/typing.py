"""What stands in a form as it was shown: to be sent back with a field or two typed over."""

from bs4.element import Tag

from tests.support.desk import Desk


def shown_form(desk: Desk, path: str) -> dict[str, object]:
    """The fields of the form that posts to `path` on the page at hand, with what is in them."""
    form = next(one for one in desk.page.find_all("form") if one.get("action") == path)
    found: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if name != "csrf_token" and (value := _value(field)) is not None:
            found[name] = value
    return found


def _value(field: Tag) -> str | None:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen["value"]) if chosen else None
    if field.get("type") in {"checkbox", "radio"}:
        return str(field["value"]) if field.has_attr("checked") else None
    return str(field.get("value", ""))
