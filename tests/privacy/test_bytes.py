"""What people told us cannot be read in the database: not in its file, not in its log, not in a dump."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Site

from events.models import Registration
from forms.demo import create_forms
from forms.models import Draft, Submission
from portal import outbox, roles
from portal.models import User
from tests.builders.cases import make_case_centre, make_user
from tests.builders.events import make_event, make_event_page
from tests.builders.home import make_home
from tests.builders.programmes import make_district
from tests.builders.referral import ANSWERS, filled, main_form
from tests.conftest import restore_site_tree
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db(transaction=True)
EVENT = "infoveranstaltung"
TOLD = {
    **ANSWERS,
    "contact": f"{sentinels.NAME}, {sentinels.TELEPHONE}",
    "file_number": f"AZ-{sentinels.LAST_NAME}",
    "destination_region": "Wexelbrunn",
    "work": sentinels.CLIENT_NAME,
    "skills": sentinels.CLIENT_ARABIC,
    "wish": sentinels.CLIENT_FREE_TEXT,
}


def stored() -> bytes:
    """Everything the database keeps: its files, or on PostgreSQL every row of every table as text."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 -- names of our own tables
            rows += [row[0].encode() for row in cursor.fetchall()]
    return b"\n".join(rows)


def register(client: Client) -> None:
    address = f"/de/veranstaltungen/{EVENT}/anmeldung/"
    told = {
        "name": sentinels.NAME,
        "email": sentinels.EMAIL,
        "organisation": sentinels.ORGANISATION,
        "function": sentinels.FREE_TEXT,
        "audience": "other",
    }
    page = client.post(address, filled(main_form(client.get(address).content.decode()), told))
    form = main_form(page.content.decode())
    response = client.post(address, {**filled(form, {}), "action": "send"})
    assert response.status_code == 302, response.content.decode()[:3000]


def begin_referral(client: Client) -> str:
    """Returns the address of the first step."""
    return client.post("/de/formulare/zuweisung/beginnen/")["Location"]


def answer_step(client: Client, address: str) -> str:
    """Returns where the answers of this step lead."""
    page = client.get(address, follow=True)
    address = page.request["PATH_INFO"]
    response = client.post(address, filled(main_form(page.content.decode()), TOLD))
    assert response.status_code == 302, f"{address} was not accepted"
    return response["Location"]


def refer(client: Client) -> None:
    address = begin_referral(client)
    while not address.endswith("/pruefen/"):
        address = answer_step(client, address)
    response = client.post(address, filled(main_form(client.get(address).content.decode()), {}))
    assert "/beleg/" in response["Location"]


def leave_a_draft(client: Client) -> None:
    address = begin_referral(client)
    for _step in range(4):
        address = answer_step(client, address)


def make_world() -> User:
    """An event to register for, the real form of a referral, and somebody who may refer."""
    site = restore_site_tree()
    make_home(following=("en", "ar"))
    make_event_page(Site.objects.get(pk=site.pk), make_event(slug=EVENT))
    make_district()
    create_forms()
    member = make_user(roles.CENTRE_MEMBER)
    make_case_centre(member)
    return member


def test_what_was_told_is_unreadable_in_every_byte_of_the_database(mailoutbox, personal_data_trap):
    member = Client()
    member.force_login(make_world(), backend="django.contrib.auth.backends.ModelBackend")

    register(Client())
    refer(member)
    leave_a_draft(member)
    outbox.deliver_due()

    registration = Registration.objects.order_by("-pk").first()
    assert (registration.name, registration.email) == (sentinels.NAME, sentinels.EMAIL)
    assert sentinels.CLIENT_FREE_TEXT in str(Submission.objects.order_by("-pk").first().need)
    assert sentinels.NAME in str(vars(Draft.objects.order_by("-pk").first()))
    assert sentinels.found_in(stored()) == ""
    assert [mail.to for mail in mailoutbox if mail.to == [sentinels.EMAIL]]

    # The control: a plain column is found by the same look.
    User.objects.create_user("plain@example.org", first_name=sentinels.FIRST_NAME)
    assert sentinels.found_in(stored()) == sentinels.FIRST_NAME.lower()
    assert personal_data_trap.caught() == {"statement to the database"}
