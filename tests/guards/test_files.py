"""The code keeps its shape: small files, names that say something, no second kind of model."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
EMPTY_WORDS = {
    "manager",
    "service",
    "helper",
    "util",
    "utils",
    "handler",
    "processor",
    "data",
    "info",
    "base",
}


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("storefront", "seeds", "tests")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = []
    for path in sources("storefront", "seeds"):
        if "versions" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and _length(node) > LONGEST_FUNCTION:
                long.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert long == []


def test_files_and_classes_are_named_for_what_they_are() -> None:
    empty = []
    for path in sources("storefront"):
        if set(path.stem.split("_")) & EMPTY_WORDS:
            empty.append(str(path.relative_to(ROOT)))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name != "Base":
                parts = re.findall(r"[A-Z][a-z]*", node.name)
                if {part.lower() for part in parts} & EMPTY_WORDS:
                    empty.append(node.name)
    assert empty == []


def test_models_are_plain_declarative_classes() -> None:
    mapped = [
        path.name for path in sources("storefront") if "MappedAsDataclass" in path.read_text()
    ]
    assert mapped == []


def test_nothing_made_here_is_in_the_repository() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    made = [
        name for name in tracked if name.startswith(("instance/", ".venv/")) or name.endswith(".mo")
    ]
    assert made == []


def _length(node: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
