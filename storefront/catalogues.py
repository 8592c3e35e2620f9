"""Translation catalogues, compiled where they are used: from the .po files of the source into the instance folder."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(source: Path, target: Path) -> Path:
    """Compile every changed catalogue; returns the folder for Flask-Babel. Safe to repeat, from several processes."""
    for catalogue in source.glob("*/LC_MESSAGES/messages.po"):
        compiled = (target / catalogue.relative_to(source)).with_suffix(".mo")
        changed = catalogue.stat().st_mtime_ns
        if compiled.exists() and compiled.stat().st_mtime_ns == changed:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with catalogue.open("rb") as text:
            messages = read_po(text, locale=catalogue.parts[-3])
        with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as new:
            write_mo(new, messages)
        os.utime(new.name, ns=(changed, changed))
        Path(new.name).replace(compiled)
    return target
