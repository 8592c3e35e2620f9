"""Nobody but `catalog.price` changes a price, and no words of selling stand anywhere but behind the gate."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITERS = {"storefront/catalog/price.py", "storefront/catalog/price_list.py"}
MAKERS = {
    "seeds/catalog/__init__.py",
    "seeds/scale/catalogue.py",
    "storefront/catalog/editing.py",
    "storefront/views/styleguide/goods.py",
}
"""Where variants are made, and get the price they begin with; the guide's are never stored."""
SELLING = re.compile(
    r"人気No|No\\.1|一番人気|ベストセラー|売れ筋|売れています|選ばれています|残りわずか|在庫わずか|今だけ|本日限り|期間限定|タイムセール|"
    r"best.?sell|most popular|bestseller|hurry up|last chance|limited time|limited offer|almost gone|selling fast|today only",
    re.IGNORECASE,
)
BEHIND_THE_GATE = {
    "storefront/claims/best.py",
    "storefront/claims/gate.py",
    "storefront/offers/wording.py",
    "storefront/templates/components/best_seller.html",
    "storefront/templates/claims/index.html",
    "storefront/templates/catalog/product.html",
    "storefront/views/catalog_claims.py",
    "storefront/views/offer_view.py",
    "storefront/worker.py",
}
EXPLAINED = {"seeds/shop/legal.toml"}
"""The page of evidence names the claims it explains."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sources() -> list[Path]:
    found = [*(ROOT / "storefront").rglob("*.py"), *(ROOT / "seeds").rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def writes_a_price(node: ast.AST) -> bool:
    """`x.price = …`, `setattr(x, "price", …)`, or `.values(price=…)`."""
    match node:
        case ast.Assign(targets=targets):
            return any(isinstance(one, ast.Attribute) and one.attr == "price" for one in targets)
        case ast.AugAssign(target=ast.Attribute(attr="price")):
            return True
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="price"), *_]):
            return True
        case ast.Call(func=ast.Attribute(attr="values"), keywords=keywords):
            return any(keyword.arg == "price" for keyword in keywords)
    return False


def makes_a_variant(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Variant"
    )


def test_only_the_history_of_prices_changes_them() -> None:
    writers, makers = set(), set()
    for path in sources():
        nodes = list(ast.walk(ast.parse(path.read_text())))
        writers |= {name_of(path) for node in nodes if writes_a_price(node)}
        makers |= {name_of(path) for node in nodes if makes_a_variant(node)}
    assert writers == WRITERS
    assert makers == MAKERS


def test_words_of_selling_stand_behind_the_gate() -> None:
    """Catalogue, home page, templates and views say nothing of the kind by themselves."""
    texts = [
        *sources(), *(ROOT / "seeds").rglob("*.toml"), *(ROOT / "storefront/templates").rglob("*.html"),
        *(ROOT / "storefront/templates").rglob("*.txt"),
    ]  # fmt: skip
    found = {name_of(path) for path in texts if SELLING.search(path.read_text())}
    guide = {name for name in found if name.startswith("storefront/views/styleguide/")}
    assert found - guide == BEHIND_THE_GATE | EXPLAINED
