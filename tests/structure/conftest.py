"""The demo content, made once for this folder (one worker runs all of it, see the first conftest); what a test does to it is undone after the test."""

import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from tests.conftest import restore_permissions, restore_site_tree


@pytest.fixture(scope="package")
def demo(django_db_blocker, migrated_permissions):
    with django_db_blocker.unblock(), transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        restore_permissions(migrated_permissions)
        restore_site_tree()
        call_command("demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
