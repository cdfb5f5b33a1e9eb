"""The `ostiary` command as an operator runs it: a process, on an installation of its own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.servers import fresh_database

PASSWORD = "seven quiet herons ford the river"


class Installation:
    """A data folder, and a database in it or on the suite's PostgreSQL."""

    def __init__(self, folder: Path, database: str = "", **settings: str) -> None:
        self.folder = folder
        self.database = database
        self.environment = {
            "PATH": os.environ["PATH"],
            "OSTIARY_DATA": str(folder),
            "DATABASE_URL": database,
            **settings,
        }

    def run(self, *command: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ostiary", *command],
            env={**self.environment, **settings},
            input=typed,
            text=True,
            capture_output=True,
        )

    def __call__(self, *command: str, typed: str = "", **settings: str) -> str:
        """What a command that must work printed."""
        done = self.run(*command, typed=typed, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def json(self, *command: str, typed: str = "", **settings: str) -> Any:
        return json.loads(self(*command, typed=typed, **settings))

    def bootstrap(self, *options: str, account: str = "Acme", email: str = "olga@example.com") -> Any:
        who = ["--account", account, "--email", email, "--name", "Olga Ohm", "--password-file", "-"]
        return self.json("bootstrap", *who, *options, typed=PASSWORD + "\n")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with all tables and nothing in them, to make copies of."""
    with ExitStack() as stack:
        cluster = os.environ.get("DATABASE_URL", "")
        database = stack.enter_context(fresh_database(cluster)) if cluster else ""
        template = Installation(tmp_path_factory.mktemp("template") / "data", database)
        template("migrate")
        yield template


@pytest.fixture
def install(migrated: Installation, tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes one more installation, each with its own keys."""
    with ExitStack() as stack:

        def another(**settings: str) -> Installation:
            folder = tmp_path / f"data-{len(list(tmp_path.iterdir()))}"
            shutil.copytree(migrated.folder, folder)
            (folder / "keys").unlink()
            database = ""
            if migrated.database:
                template = migrated.database.rpartition("/")[2]
                cluster = os.environ["DATABASE_URL"]
                database = stack.enter_context(fresh_database(cluster, template=template))
            return Installation(folder, database, **settings)

        yield another


@pytest.fixture
def ostiary(install: Callable[..., Installation]) -> Installation:
    return install()


def sql(installation: Installation, statement: str) -> None:
    """Do to the database what no command would."""
    if installation.database:
        with psycopg.connect(installation.database, autocommit=True) as connection:
            connection.execute(statement)
    else:
        with closing(sqlite3.connect(installation.folder / "ostiary.sqlite3")) as connection, connection:
            connection.execute(statement)
