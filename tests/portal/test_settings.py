import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from portal.settings.base import database

GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "PORTAL_SECRET_KEY": "k3-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "PORTAL_DATA_KEYS": settings.PORTAL_DATA_KEYS,
    "DATABASE_URL": "sqlite:////tmp/neustart-never-opened.sqlite3",
    "PORTAL_BASE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "PORTAL_MAIL_FROM": "portal@example.org",
}
REQUIRED = [name for name in GOOD if name != "DJANGO_SETTINGS_MODULE"]


def manage(*command, **environment):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PORTAL_VAR")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", REQUIRED)
def test_production_does_not_start_without_a_required_variable_and_names_it(name):
    result = manage("check", **{**GOOD, name: ""})

    assert result.returncode != 0
    assert name in result.stderr


@pytest.mark.parametrize("keys", ["need=x", "operational=broken need=broken identity=broken special=broken"])
def test_production_does_not_start_with_broken_keys(keys):
    result = manage("check", **{**GOOD, "PORTAL_DATA_KEYS": keys})

    assert result.returncode != 0
    assert "PORTAL_DATA_KEYS" in result.stderr


def test_the_deployment_check_is_clean_in_production():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **GOOD)

    assert result.returncode == 0, result.stderr


def test_postgresql_is_told_that_any_page_is_read_at_once_unless_the_address_says_otherwise():
    own = "postgres://neustart@db/neustart?options=-c%20random_page_cost%3D4"

    assert database("postgres://neustart@db/neustart")["OPTIONS"] == {"options": "-c random_page_cost=1.1"}
    assert database(own)["OPTIONS"] == {"options": "-c random_page_cost=4"}


def test_sqlite_keeps_every_acknowledged_commit_and_takes_its_lock_at_the_start(transactional_db):
    if connection.vendor != "sqlite":
        assert connection.settings_dict["OPTIONS"].get("isolation_level") is None  # PostgreSQL's READ COMMITTED
        return
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]

    assert (journal, synchronous, connection.transaction_mode) == ("wal", 2, "IMMEDIATE")
