"""Scans of the signed list: what is taken, how it lies in the database, who gets it back, when it goes."""

import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.attendance import scans, services
from events.models import SignedList
from portal import roles
from portal.errors import DomainError
from portal.models import User
from tests.builders.attendance import make_signed_list, picture
from tests.builders.events import make_event
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree"), pytest.mark.ignore_template_errors]
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def page(event) -> str:
    return reverse("event_staff:signed_lists", args=[event.pk])


def upload(client, event, *contents: bytes, name: str = f"{sentinels.LAST_NAME}.pdf", follow: bool = False):
    files = [SimpleUploadedFile(name, content, content_type="application/pdf") for content in contents]
    return client.post(page(event), {"files": files}, follow=follow)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg")],
)
def test_a_scan_comes_back_as_it_went_and_only_as_a_file_to_save(event_staff, content, content_type):
    event = make_event(slug="info-zirndorf")

    upload(event_staff, event, content)
    scan = SignedList.objects.get()
    response = event_staff.get(reverse("event_staff:signed_list", args=[event.pk, scan.pk]))

    assert response.content == content
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith(f'attachment; filename="unterschrieben-info-zirndorf-{scan.pk}.')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


def test_several_files_are_stored_at_once_and_the_same_file_once(event_staff):
    event = make_event()

    for _time in range(2):
        upload(event_staff, event, PDF, picture(), picture())

    assert event.signed_lists.count() == 2


def test_the_same_file_may_belong_to_two_events(event_staff):
    for event in (make_event(), make_event()):
        upload(event_staff, event, PDF)

    assert SignedList.objects.count() == 2


def test_a_scan_is_unreadable_in_the_database():
    content = PDF + sentinels.NAME.encode() + b"%%EOF"
    make_signed_list(make_event(), content)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM events_signedlist")
        raw = bytes(cursor.fetchone()[0])

    assert not sentinels.found_in(raw)
    assert b"%PDF" not in raw
    assert SignedList.objects.get().content == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\x00" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"MZ\x90\x00",
        b"%PDF-1.7 without an end",
        picture("PNG")[:40],
        picture("PNG").replace(b"IDAT", b"IDAT\xff"),
        b"PK\x03\x04",
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence_and_nothing_is_stored(event_staff, content):
    event = make_event()

    response = upload(event_staff, event, PDF, content)

    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(".error-message")
    assert not SignedList.objects.exists()
    assert not sentinels.found_in(response.content.decode())


def test_a_file_that_is_too_large_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(scans, "LARGEST", 100)
    file = io.BytesIO(PDF + b" " * 5000 + b"%%EOF")

    with pytest.raises(DomainError) as refusal:
        scans.read_scan(file)

    assert refusal.value.code == "large"
    assert file.tell() == 101


def test_a_picture_that_unfolds_into_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(scans.Image, "MAX_IMAGE_PIXELS", 2)

    with pytest.raises(DomainError):
        scans.read_scan(io.BytesIO(picture()))


def test_without_a_file_and_with_too_many_a_sentence_says_so(event_staff, monkeypatch):
    monkeypatch.setattr(scans, "MOST_FILES", 1)
    event = make_event()

    for response in (event_staff.post(page(event), {}), upload(event_staff, event, PDF, picture())):
        assert response.status_code == 200
        assert BeautifulSoup(response.content, "html.parser").select(".error-message")
    assert not SignedList.objects.exists()


def test_every_step_is_logged_without_a_name(event_staff):
    event = make_event()
    upload(event_staff, event, PDF)
    scan = event.signed_lists.get()

    event_staff.get(reverse("event_staff:signed_list", args=[event.pk, scan.pk]))
    remove = reverse("event_staff:remove_signed_list", args=[event.pk, scan.pk])
    event_staff.get(remove)
    assert event.signed_lists.exists()
    for _time in range(2):
        assert event_staff.post(remove).status_code == 302

    assert not event.signed_lists.exists()
    entries = ModelLogEntry.objects.filter(action__startswith="events.signed_list").order_by("pk")
    assert [entry.action.rpartition("_")[2] for entry in entries] == ["kept", "fetched", "removed", "removed"]
    assert not any(sentinels.found_in(f"{entry.label} {entry.data}") for entry in entries)


def test_a_scan_of_another_event_is_not_there(event_staff):
    scan = make_signed_list(make_event())
    other = make_event()

    assert event_staff.get(reverse("event_staff:signed_list", args=[other.pk, scan.pk])).status_code == 404
    event_staff.post(reverse("event_staff:remove_signed_list", args=[other.pk, scan.pk]))
    assert SignedList.objects.exists()


@pytest.mark.parametrize("role", [roles.EDITOR, roles.CASE_STAFF, roles.AUDITOR, roles.ADMINISTRATOR])
def test_nobody_but_event_staff_gets_a_scan(staff_client, role):
    user = User.objects.create_user("other@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=role))
    event = make_event()
    scan = make_signed_list(event)
    client = staff_client(user)

    response = client.get(reverse("event_staff:signed_list", args=[event.pk, scan.pk]))
    upload(client, event, PDF)

    assert response.status_code == 302
    assert SignedList.objects.count() == 1


def test_scans_go_when_the_project_need_not_be_documented_any_more(settings):
    event = make_event(starts_at=timezone.now() - timedelta(days=900))
    make_signed_list(event)
    today = timezone.localdate()

    settings.EVIDENCE_UNTIL = today
    assert services.purge_signed_lists() == 0
    settings.EVIDENCE_UNTIL = today - timedelta(days=1)
    assert services.purge_signed_lists() == 1

    assert not SignedList.objects.exists()


def test_the_page_does_not_read_the_files_and_says_when_they_go(event_staff, settings):
    settings.EVIDENCE_UNTIL = date(2033, 12, 31)
    event = make_event()
    make_signed_list(event)

    response = event_staff.get(page(event))

    assert "31. Dezember 2033" in response.content.decode()
    assert all("content" in scan.get_deferred_fields() for scan in response.context["signed_lists"])
