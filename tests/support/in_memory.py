"""Where tests put their files: in memory, if this machine has a folder there with room enough; gone when they are done."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path("/dev/shm")
NEEDED = 4 * 1024**3
"""Bytes that have to be free: a PostgreSQL, the shops it copies, and those of tests that failed."""


def prefer() -> None:
    """Make temporary files go there, unless somebody named another folder. Safe to repeat."""
    if "TMPDIR" in os.environ or not os.access(FOLDER, os.W_OK):
        return
    if shutil.disk_usage(FOLDER).free >= NEEDED:
        tempfile.tempdir = str(FOLDER)


def folder(prefix: str) -> Path:
    """A new folder for as long as this process lives."""
    made = Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
