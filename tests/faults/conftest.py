"""A database of their own for processes that are killed, on SQLite and on PostgreSQL."""

import contextlib
from collections.abc import Iterator

import pytest

from tests import template_database
from tests.bench.servers import manage
from tests.events.test_race import postgres_environment, sqlite_environment


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def env(request, tmp_path_factory) -> Iterator[dict[str, str]]:
    """The environment of such processes; what it names is migrated."""
    folder = tmp_path_factory.mktemp(request.param)
    made = postgres_environment if request.param == "postgresql" else _sqlite_environment
    with made(folder) as variables:
        if not (request.param == "sqlite" and template_database.copy_to(folder / "race.sqlite3")):
            manage(variables, "migrate", "--verbosity", "0")
        # Where mails go to, the test says; by itself, to a port where nobody is.
        own = {"DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings", "EMAIL_URL": "smtp://127.0.0.1:1"}
        yield {**variables, **own}


@contextlib.contextmanager
def _sqlite_environment(folder):
    yield sqlite_environment(folder)
