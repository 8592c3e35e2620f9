"""Bring the seed files into an empty database. Does nothing when the files have not changed since."""

from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from seeds import catalog, offers, pictures, related, shop
from storefront import revision
from storefront.clock import now
from storefront.extensions import db
from storefront.shipping import postcode
from storefront.shop.seeding import Seeding

FOLDER = Path(__file__).parent
POSTCODES = FOLDER / "postcodes" / "postcodes.tsv.xz"


def seed(
    picture_folder: Path, processes: int = 2, render: bool = True, suggest: bool = True
) -> bool:
    """Load settings, pictures, catalogue, what goes with what, offers, and postcodes; True when there was something to do.

    Only fills what is not there: prices, texts and counts that staff changed since are never overwritten.
    Commits after each part, so a stopped seeding goes on where it was. Without `render` no picture files are made,
    without `suggest` no offers.
    Raises BadTariff before the first part is written when rates, fees or dates must not be stored.
    """
    mark = digest()
    known = db.session.scalar(select(Seeding.mark).where(Seeding.id == 1))
    if known == mark and (not render or pictures.complete(picture_folder)):
        return False
    shop.load(FOLDER / "shop", now(), catalog.has_cool_goods(FOLDER / "catalog"))
    revision.bump(revision.Part.SETTINGS)
    db.session.commit()
    postcode.load(db.session.connection(), POSTCODES)
    db.session.commit()
    if render:
        pictures.render(FOLDER / "pictures", picture_folder, processes)
    pictures.load(FOLDER / "pictures")
    catalog.load(FOLDER / "catalog", now())
    related.load(FOLDER / "related")
    if suggest:
        offers.load(FOLDER / "offers", now())
    db.session.merge(Seeding(id=1, mark=mark))
    revision.bump(revision.Part.SETTINGS)
    revision.bump()
    db.session.commit()
    return True


def digest() -> str:
    """A mark of all seed files: names, sizes and contents of the texts."""
    total = sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix == ".toml":
            total.update(path.name.encode() + path.read_bytes())
        elif path.suffix in {".webp", ".xz"}:
            total.update(f"{path.name}:{path.stat().st_size}".encode())
    return total.hexdigest()
