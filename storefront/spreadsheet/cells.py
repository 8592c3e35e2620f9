"""What stands in a cell: texts that a spreadsheet would run as a formula are written so that it does not.

A cell that begins with one of = + - @, a tab or a line's end is taken for a formula by the common programs (OWASP, "CSV
Injection"), also in full width. It gets an apostrophe in front, which those programs hide or show, and reading takes it off
again, so that nothing changes by going out and in.
"""

import re

_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def shown(value: object) -> str:
    """A value as it is written: numbers as they are, nothing for None, text with its first sign made harmless."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = str(value)
    return f"'{text}" if _RUN.match(text) else text


def meant(cell: str) -> str:
    """The text behind a cell that `shown` wrote; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell
