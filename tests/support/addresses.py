"""Paths for addresses of the url map: something stands for each of their names."""

from werkzeug.routing import Rule


def path_of(rule: Rule) -> str:
    """An address with each name filled: 1 where a number stands, else the name itself."""
    path = rule.rule
    for name in sorted(rule.arguments):
        start = path.index("<")
        end = path.index(">", start)
        path = path[:start] + ("1" if "int" in path[start:end] else name) + path[end + 1 :]
    return path
