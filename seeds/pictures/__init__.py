"""Pictures: the masters of this folder become rows, and files in every width."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storefront.catalog.picture import Picture
from storefront.catalog.renditions import file_name, inspect, render_all
from storefront.extensions import db


def render(masters: Path, folder: Path, processes: int) -> None:
    """Make the files of every width that are not there yet; safe to repeat."""
    render_all([masters / entry["file"] for entry in _entries(masters)], folder, processes)


def load(masters: Path) -> None:
    """Add the pictures that the database does not know yet; safe to repeat. The caller commits."""
    entries = _entries(masters)
    known = set(db.session.scalars(select(Picture.slug)))
    for entry in entries:
        if entry["slug"] in known:
            continue
        master = inspect((masters / entry["file"]).read_bytes())
        db.session.add(
            Picture(
                slug=entry["slug"],
                digest=master.digest,
                width=master.width,
                height=master.height,
                alt=entry["alt"],
                near=entry.get("near", False),
            )
        )
    db.session.flush()


def _entries(masters: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((masters / "pictures.toml").read_text())["picture"]
    return found


def complete(folder: Path) -> bool:
    """Whether every picture known to the database has its files."""
    present = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return all(
        file_name(picture.digest, width, kind) in present
        for picture in db.session.scalars(select(Picture))
        for width in picture.widths
        for kind in ("avif", "webp")
    )
