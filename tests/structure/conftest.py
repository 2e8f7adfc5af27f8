"""The demo content, made once for each module of this folder; what a test does to it is undone after the test."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.conftest import restore_site_tree


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        restore_site_tree()
        call_command("demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
