"""A file is read a block at a time: ten times as many lines need the room of their codes, and no more."""

import tracemalloc
from pathlib import Path

from flask import Flask

from storefront.files.going_through import go_through
from storefront.files.skus import Skus

A_CODE = 250
"""Bytes for a code that was seen, with the line it stands in."""


def peak(path: Path, lines: int) -> int:
    with path.open("w", encoding="cp932") as page:
        page.write("sku,product,label_ja,price\r\n")
        for number in range(lines):
            page.write(f"MADE-{number},sencha,{'長い名前' * 10},1{number}\r\n")
    tracemalloc.start()
    with path.open("rb") as stream:
        plan = go_through(Skus(), stream)
    room = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert plan.lines == lines
    return room


def test_memory_stays_flat(shop: Flask, tmp_path: Path) -> None:
    peak(tmp_path / "first.csv", 600)
    few, many = peak(tmp_path / "few.csv", 1_000), peak(tmp_path / "many.csv", 10_000)
    assert many - few < 9_000 * A_CODE
