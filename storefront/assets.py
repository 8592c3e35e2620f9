"""The stylesheet, the scripts and the drawn pictures of the page frame, made ready to serve.

Sources stay one file per component; here they are joined, named by their content and compressed once.
Knows nothing of requests: who serves the files may call every one of them immutable.
"""

import gzip
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import brotli

from storefront.joining import joined_scripts, joined_styles, short_names

# The order of the layers; inside them only the components are many.
STYLES = ("tokens", "reset", "base", "layout", "components/*", "utilities", "print")
# What few pages need, and no shopper on the way to a purchase.
# Each one file, and the files of the folder of its name.
SINGLE = ("styleguide", "paper", "outbox", "bank", "staff")
SCRIPTS = ("app", "elements/*")
# What few pages load: those with a card's box, staff's list of orders, those that ask for a passkey.
ALONE = ("stripe-payment", "order-keys", "passkey-box")
COPIED = ("vendor/htmx.min.js", "icons.svg", "favicon.svg", "apple-touch-icon.png")

COMPRESSED = {".css", ".js", ".svg"}


class UnknownAsset(LookupError):
    """A template asked for a file that is not among the built ones."""


@dataclass(frozen=True)
class Assets:
    """The built files: from the name a template uses to the name on the wire."""

    names: Mapping[str, str]

    def url(self, name: str) -> str:
        """The address of `name` ("shop.css", "shop.js", "icons.svg" …). Raises UnknownAsset."""
        try:
            return f"/static/{self.names[name]}"
        except KeyError:
            raise UnknownAsset(name) from None


def build_assets(source: Path, target: Path) -> Assets:
    """Build every file of `source` into `target` and say what it is called there.

    Safe to repeat, and safe for several processes at once: a name is its content's hash, files appear whole,
    and what is there already is left alone. Files of earlier builds stay for pages that still name them.
    """
    target.mkdir(parents=True, exist_ok=True)
    names = {}
    for name, content in _contents(source).items():
        names[name] = _hashed(name, content)
        _publish(target / names[name], content)
    return Assets(names)


def _contents(source: Path) -> dict[str, bytes]:
    """What is to be served, by the name templates use."""
    styles = _files(source / "css", STYLES, ".css")
    alone = {f"{stem}.css": _files(source / "css", (stem, f"{stem}/*"), ".css") for stem in SINGLE}
    names = short_names([*styles, *chain(*alone.values())])
    made = {
        "shop.css": joined_styles(styles, names),
        "shop.js": joined_scripts(_files(source / "js", SCRIPTS, ".js", ALONE)),
    }
    for stem in ALONE:
        made[f"{stem}.js"] = joined_scripts(_files(source / "js" / "elements", (stem,), ".js"))
    copied = {Path(name).name: (source / name).read_bytes() for name in COPIED}
    made |= {name: joined_styles(texts, names) for name, texts in alone.items()}
    return {name: text.encode() for name, text in made.items()} | copied


def _files(
    folder: Path, order: Iterable[str], suffix: str, without: Iterable[str] = ()
) -> list[str]:
    """The texts of the files that `order` names, those of a `*` by name."""
    found = (path for stem in order for path in sorted(folder.glob(stem + suffix)))
    return [path.read_text() for path in found if path.stem not in without]


def _hashed(name: str, content: bytes) -> str:
    """`name` with the beginning of its content's SHA-256."""
    path = Path(name)
    return f"{path.stem}-{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"


def _publish(path: Path, content: bytes) -> None:
    """Write `content` and its compressed forms, unless they are there."""
    if path.suffix in COMPRESSED:
        _write(path.with_name(path.name + ".br"), lambda: brotli.compress(content))
        _write(path.with_name(path.name + ".gz"), lambda: gzip.compress(content, mtime=0))
    _write(path, lambda: content)


def _write(path: Path, make: Callable[[], bytes]) -> None:
    """Put a whole file at `path` in one move, unless it is there."""
    if path.exists():
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(make())
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(path)
