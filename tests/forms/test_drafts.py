from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from forms.models import Draft, Submission
from forms.services import delete_identity, purge_drafts
from portal.clock import DUE
from portal.crypto import WrongKey
from tests.builders.forms import begin, fill, fill_all, make_form, send

pytestmark = pytest.mark.django_db
SENTINELS = (b"Sentinel-Need-Kupferkanne", b"Sentinel-Name-Zwetschge")


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


def stored_bytes() -> bytes:
    """Every value of the tables of the forms as the database holds it."""
    dump = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                dump += b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    return dump


def test_what_was_typed_is_unreadable_in_every_table(client):
    page = make_form()
    fill_all(client, page)
    send(client, fill_all(Client(), page))

    dump = stored_bytes()

    assert [sentinel for sentinel in SENTINELS if sentinel in dump] == []


def test_the_scan_finds_what_lies_open(client, personal_data_trap):
    make_form(title="Sentinel-Need-Kupferkanne")

    assert SENTINELS[0] in stored_bytes()
    assert personal_data_trap.caught() == {"statement to the database"}


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_unreadable_in_the_database_file(request, client):
    if connection.vendor != "sqlite":
        pytest.skip("the file of a server is not ours to read; the tables are scanned above")
    request.getfixturevalue("site_tree")
    page = make_form(title="Positivkontrolle-Bernstein")
    send(client, fill_all(client, page))
    fill_all(client, page)
    name = Path(connection.settings_dict["NAME"])

    found = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))

    assert b"Positivkontrolle-Bernstein" in found
    assert [sentinel for sentinel in SENTINELS if sentinel in found] == []


def test_each_envelope_has_its_own_keys(client):
    address = fill_all(client, make_form())
    send(client, address)
    rings = dict(part.split("=", 1) for part in settings.PORTAL_DATA_KEYS.split())
    swapped = {**rings, "identity": rings["special"]}
    with override_settings(PORTAL_DATA_KEYS=" ".join(f"{name}={key}" for name, key in swapped.items())):
        assert Submission.objects.defer("identity").get().need["kind"] == "b"

        with pytest.raises(WrongKey):
            Submission.objects.get()


def test_no_ring_may_be_missing(client):
    address = begin(client, make_form())

    with override_settings(PORTAL_DATA_KEYS="need=x"), pytest.raises(ImproperlyConfigured):
        client.get(f"{address}eins/")


def test_envelopes_lie_apart(client):
    fill_all(client, make_form())

    draft = Draft.objects.get()

    assert draft.need == {
        "eins": {"eins-kind": ["b"]},
        "zwei": {"zwei-need": ["Sentinel-Need-Kupferkanne"]},
        "drei": {},
    }
    assert draft.identity == {"drei": {"drei-name": ["Sentinel-Name-Zwetschge"]}}
    assert draft.special == {"drei": {"drei-help": ["breaks"]}}


def test_input_no_field_asked_for_is_not_kept(client):
    address = begin(client, make_form())

    fill(client, address, "eins", {"eins-kind": "b", "eins-unasked": "x", "zwei-need": "x"})

    assert Draft.objects.get().need == {"eins": {"eins-kind": ["b"]}}


def test_an_expired_draft_is_gone_before_it_is_deleted(client):
    address = fill_all(client, make_form())
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(f"{address}pruefen/").status_code == 404
    assert send(client, address).status_code == 404
    assert Draft.objects.count() == 1
    assert purge_drafts() == 1
    assert purge_drafts() == 0


def test_drafts_end_thirty_days_after_the_last_change(client):
    address = begin(client, make_form())
    Draft.objects.update(expires_at=timezone.now() + timedelta(days=1))

    fill(client, address, "eins")

    left = Draft.objects.get().expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)


def test_the_clock_deletes_expired_drafts():
    assert purge_drafts in DUE.values()


def test_identity_can_be_deleted_apart(client):
    send(client, fill_all(client, make_form()))
    submission = Submission.objects.get()

    assert delete_identity(submission_id=submission.pk)
    assert not delete_identity(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.identity is None
    assert submission.need["kind"] == "b"
    assert submission.special == {"help": ["breaks"]}
