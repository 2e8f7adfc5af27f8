"""The demo content, made once for this folder (one worker runs all of it, see the first conftest)."""

import io

import pytest
from django.core.management import call_command

from tests.conftest import made_once


@pytest.fixture(scope="package")
def demo(django_db_blocker, django_db_setup):
    with made_once(django_db_blocker):
        call_command("demo", stdout=io.StringIO())
        yield
