"""A contact a centre keeps for people who are logged in: in nothing that goes out to the public, and there for them."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from portal import roles
from programmes.hsds.identifiers import identifier
from programmes.models.centres import Centre, CentreText
from tests.architecture import sources
from tests.builders.accounts import log_in_staff
from tests.builders.cases import make_user
from tests.builders.home import make_home
from tests.builders.programmes import (
    make_centre,
    make_directory_page,
    make_district,
    make_postcode,
    make_programme,
    make_programme_index,
    make_programme_page,
    make_region,
)
from tests.conftest import made_once
from tests.portal.test_pdf import needs_pango

pytestmark = pytest.mark.django_db
NUMBER, ADDRESS = "+49 911 70707-421", "wirbelkontakt@example.org"
SENTINELS = {"telephone": re.compile(r"70707.?421"), "email": re.compile("wirbelkontakt", re.IGNORECASE)}
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = "/de/beratungsstellen/zrb/"
PDF = "/de/merkblatt/merkblatt.pdf?c=zrb"


@pytest.fixture(scope="module")
def built(django_db_blocker, django_db_setup):
    """Made once for all tests of this module; each rolls back to it."""
    with made_once(django_db_blocker):
        yield make_world().pk


@pytest.fixture
def centre(built, db) -> Centre:
    """Everybody sees its contacts as yet. With a place, a programme and pages in two languages around it."""
    return Centre.objects.get(pk=built)


def make_world() -> Centre:
    make_home()
    make_directory_page()
    make_directory_page("ar", "المراكز")
    region = make_region("095", "Mittelfranken")
    make_postcode("90513", "Zirndorf", district=make_district("09573", region=region), lat=49.44, lon=10.95)
    index, programme = make_programme_index(), make_programme("Starthilfe", apply_via="centre")
    make_programme_page(index, programme)
    centre = make_centre(
        "ZRB",
        summary="Berät vor Ort.",
        regions=[region],
        telephone=NUMBER,
        email=ADDRESS,
        website="https://zrb.example",
        street="Weg 1",
        postcode="90513",
        city="Zirndorf",
        lat=49.44,
        lon=10.95,
    )
    CentreText.objects.create(centre=centre, language="ar", summary="استشارة")
    return centre


def restrict(centre: Centre, *contacts: str) -> None:
    centre.restricted_contacts = list(contacts)
    centre.full_clean()
    centre.save()


def outputs(centre: Centre) -> list[str]:
    """Every address under which something about the centre goes out to everybody, but for the PDF."""
    service, place = identifier("centre-service", centre.pk), identifier("service-at-location", centre.pk)
    owner = identifier("organization", centre.organisation_id)
    return [
        "/de/",
        PAGE,
        "/ar/beratungsstellen/zrb/",
        "/de/beratungsstellen/",
        "/ar/beratungsstellen/",
        "/de/beratungsstellen/?place=90513",
        "/de/beratungsstellen/karte.json?place=90513",
        "/de/beratungsstellen/neues.atom?place=90513",
        "/de/programme/starthilfe/",
        "/de/merkblatt/?place=90513&c=zrb",
        "/de/merkblatt/druck/?c=zrb",
        "/de/suche/?q=ZRB",
        "/de/suche/?q=wirbelkontak",
        "/de/suche/?q=70707",
        "/de/verzeichnis/hinweis/zu/zrb/",
        "/sitemap.xml",
        "/sitemap-beratungsstellen.xml",
        "/api/v1/centres",
        f"/api/v1/centres/{centre.public_id}",
        "/api/konformitaet/",
        "/api/hsds/organizations",
        "/api/hsds/organizations?full=true",
        f"/api/hsds/organizations/{owner}",
        "/api/hsds/services",
        "/api/hsds/services?full=true",
        f"/api/hsds/services/{service}",
        "/api/hsds/locations",
        "/api/hsds/locations?full=true",
        f"/api/hsds/locations/{centre.public_id}",
        "/api/hsds/service_at_locations",
        "/api/hsds/service_at_locations?full=true",
        f"/api/hsds/service_at_locations/{place}",
    ]


def named_in(text: str) -> set[str]:
    return {name for name, pattern in SENTINELS.items() if pattern.search(text)}


def told_by(client, paths) -> dict[str, set[str]]:
    """Which contacts each address tells."""
    found = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = named_in(response.content.decode())
    return found


def searched() -> str:
    """All the search keeps, the tables of its index included."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("search_")]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of our own tables
            rows += map(str, cursor.fetchall())
    assert rows
    return "\n".join(rows)


# --- what goes out to the public -------------------------------------------------------------------------------------


def test_no_public_output_tells_a_restricted_contact(client, centre):
    restrict(centre, "telephone", "email")

    told = told_by(client, outputs(centre))

    assert {path: names for path, names in told.items() if names} == {}
    assert named_in(searched()) == set()


def test_the_same_outputs_tell_it_where_everybody_may_know(client, centre):
    """The control: the sentinels are found wherever contacts are shown at all."""
    told = told_by(client, outputs(centre))

    assert {path for path, names in told.items() if names == {"telephone", "email"}} == {
        PAGE,
        "/ar/beratungsstellen/zrb/",
        "/de/merkblatt/druck/?c=zrb",
        "/api/v1/centres",
        f"/api/v1/centres/{centre.public_id}",
        f"/api/hsds/services/{identifier('centre-service', centre.pk)}",
        "/api/hsds/services?full=true",
    }
    assert {path for path, names in told.items() if names == {"telephone"}} == {
        "/de/beratungsstellen/",
        "/ar/beratungsstellen/",
        "/de/beratungsstellen/?place=90513",
        f"/api/hsds/locations/{centre.public_id}",
        "/api/hsds/locations?full=true",
        f"/api/hsds/service_at_locations/{identifier('service-at-location', centre.pk)}",
        "/api/hsds/service_at_locations?full=true",
    }
    assert {path for path, names in told.items() if names == {"email"}} == {"/api/hsds/services"}
    CentreText.objects.filter(language="de").update(summary=f"Rufen Sie an: {NUMBER} {ADDRESS}")
    centre.save()
    assert named_in(searched()) == {"telephone", "email"}


@pytest.mark.parametrize(("kept", "told"), [("telephone", "email"), ("email", "telephone")])
def test_each_contact_is_kept_by_itself(client, centre, kept, told):
    restrict(centre, kept)

    found = told_by(client, outputs(centre))

    assert set().union(*found.values()) == {told}
    assert client.get(f"/api/v1/centres/{centre.public_id}").json()["restricted_contacts"] == [kept]


@needs_pango
def test_the_pdf_keeps_them_too(client, centre):
    def text_of_pdf() -> str:
        reader = PdfReader(io.BytesIO(client.get(PDF).content))
        return " ".join("".join(page.extract_text() for page in reader.pages).split())

    shown = text_of_pdf()
    restrict(centre, "telephone", "email")
    hidden = text_of_pdf()

    assert (named_in(shown), named_in(hidden)) == ({"telephone", "email"}, set())
    assert "Fachkräfte finden die Nummer nach der Anmeldung" in hidden


def test_facts_for_search_engines_leave_it_out(client, centre):
    restrict(centre, "telephone", "email")

    block = BeautifulSoup(client.get(PAGE).content, "html.parser").select_one("script[type='application/ld+json']")

    assert "ZRB" in block.string
    assert "telephone" not in block.string
    assert "email" not in block.string


def test_the_feed_names_no_telephone_without_a_number(client, centre):
    restrict(centre, "telephone")

    place = client.get(f"/api/hsds/locations/{centre.public_id}").json()
    service = client.get(f"/api/hsds/services/{identifier('centre-service', centre.pk)}").json()

    assert "phones" not in place.keys() | service.keys() | service["service_at_locations"][0].keys()


def test_a_stored_page_ends_with_the_restriction(client, centre):
    assert named_in(client.get(PAGE).content.decode()) == {"telephone", "email"}

    restrict(centre, "telephone", "email")

    assert named_in(client.get(PAGE).content.decode()) == set()


def test_the_page_for_everybody_is_the_same_for_people_who_are_logged_in(centre):
    restrict(centre, "telephone", "email")
    member = logged_in(member_of=centre)

    assert told_by(member, outputs(centre)) == told_by(Client(), outputs(centre))
    member.get(reverse("contacts:centre", args=["zrb"]))
    kept = [value for name in caches for value in caches[name]._cache.values()]
    assert kept
    assert set().union(*(named_in(value.decode(errors="replace")) for value in kept)) == set()


def test_the_hours_ask_nobody_to_call_a_number_they_do_not_see(client, centre):
    centre.opening_hours.create(by_appointment=True)
    asked = "Vereinbaren Sie den Termin"
    restrict(centre, "telephone")
    assert asked in client.get(PAGE).content.decode()

    restrict(centre, "telephone", "email")

    assert asked not in client.get(PAGE).content.decode()


# What may read the fields themselves: staff, tables of the project, the centre's own form, mails to the centre.
READ_THE_FIELDS = {
    "programmes/exports/centres.py",
    "programmes/conformance.py",  # says that one is missing, or cannot be dialled
    "programmes/upkeep/emails.py",
    "programmes/upkeep/links.py",  # looks whether the domain of an address exists
    "home/handout/sheet.py",  # says that none is known
    "programmes/templates/programmes/contacts/facts.html",
}


def test_nothing_else_reads_the_fields_of_a_centre():
    """Whatever is shown to everybody reads ``public_telephone`` and ``public_email``."""
    read = re.compile(r"centre\.(?:telephone|email)\b")
    files = [*sources.python(sources.APPS), *sources.templates()]

    found = {sources.name(path) for path in files if read.search(sources.text(path))}

    assert found == READ_THE_FIELDS


# --- what a public page says instead ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("contact", "sentence"), [("telephone", "die Nummer"), ("email", "die Adresse")])
def test_the_page_says_where_professionals_find_it(client, centre, contact, sentence):
    restrict(centre, contact)

    (link,) = BeautifulSoup(client.get(PAGE).content, "html.parser").select("a[href^='/bereich/kontakte/']")

    assert link.get_text() == f"Fachkräfte finden {sentence} nach der Anmeldung"
    assert link["href"] == "/bereich/kontakte/zrb/"


def test_a_card_says_that_the_number_is_for_professionals(client, centre):
    sentence = "Telefonnummer nur für Fachkräfte"
    assert sentence not in client.get("/de/beratungsstellen/").content.decode()

    restrict(centre, "telephone")

    assert sentence in client.get("/de/beratungsstellen/").content.decode()


def test_what_is_not_known_is_not_said_to_be_kept(client, centre):
    centre.telephone = ""
    restrict(centre, "telephone")

    page = client.get(PAGE).content.decode()

    assert "nach der Anmeldung" not in page
    assert "noch nicht bestätigt" in page


def test_a_hand_out_does_not_list_it_as_unknown(client, centre):
    restrict(centre, "telephone", "email")

    sheet = BeautifulSoup(client.get("/de/merkblatt/druck/?c=zrb").content, "html.parser")

    terms = {row.dt.get_text(): row.dd.get_text() for row in sheet.select(".sheet__facts > div")}
    assert terms["Telefon"] == "Fachkräfte finden die Nummer nach der Anmeldung"
    assert terms["E-Mail"] == "Fachkräfte finden die Adresse nach der Anmeldung"
    assert "Telefon" not in terms["Noch nicht bekannt, bitte nachfragen"]


# --- people who are logged in ----------------------------------------------------------------------------------------


def logged_in(role: str | None = None, *, member_of: Centre | None = None) -> Client:
    user, client = make_user(role), Client()
    if member_of:
        member_of.members.add(user)
    if role:
        return log_in_staff(client, user)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("path", ["/bereich/kontakte/", "/bereich/kontakte/zrb/"])
def test_members_of_any_centre_and_staff_find_it_and_no_cache_keeps_it(centre, path):
    restrict(centre, "telephone", "email")
    own, foreign = logged_in(member_of=centre), logged_in(member_of=make_centre("Andere"))

    for client in (own, foreign, logged_in(roles.COACH)):
        response = client.get(path)
        assert named_in(response.content.decode()) == {"telephone", "email"}
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert response.content.decode().count("nicht öffentlich</") == 2


@pytest.mark.parametrize("path", ["/bereich/kontakte/", "/bereich/kontakte/zrb/"])
def test_visitors_log_in_first_and_come_back_to_it(client, centre, path):
    restrict(centre, "telephone", "email")

    response = client.get(path)

    assert response["Location"] == f"/bereich/anmelden/?next={path}"
    assert f"/konto/login/?next={path}" in client.get(response["Location"]).content.decode()  # the way of staff


@pytest.mark.parametrize("path", ["/bereich/kontakte/", "/bereich/kontakte/zrb/"])
def test_an_account_of_nobody_any_more_is_refused(centre, path):
    restrict(centre, "telephone", "email")

    response = logged_in().get(path)

    assert response.status_code == 403
    assert named_in(response.content.decode()) == set()


def test_a_hidden_entry_is_not_there(centre):
    restrict(centre, "telephone")
    Centre.objects.filter(pk=centre.pk).update(is_public=False)
    client = logged_in(roles.EDITOR)

    assert client.get("/bereich/kontakte/zrb/").status_code == 404
    assert "ZRB" not in client.get("/bereich/kontakte/").content.decode()


def test_the_list_names_only_centres_that_keep_something(centre):
    make_centre("Offen", telephone="+49 911 1")
    make_centre("Leer", restricted_contacts=["telephone"])
    client = logged_in(roles.COACH)
    assert "zeigen alle Stellen alle ihre Kontakte" in client.get("/bereich/kontakte/").content.decode()

    restrict(centre, "email")
    page = BeautifulSoup(client.get("/bereich/kontakte/").content, "html.parser")

    assert [title.get_text() for title in page.select("main h2")] == ["ZRB"]


def test_the_list_is_cut_into_pages_and_asks_no_more_for_more(centre):
    client = logged_in(roles.COACH)
    restrict(centre, "email")

    def count() -> int:
        client.get("/bereich/kontakte/")  # what all pages read alike is kept from here on
        with CaptureQueriesContext(connection) as queries:
            client.get("/bereich/kontakte/")
        return len(queries)

    few = count()
    for number in range(30):
        make_centre(f"Stelle {number}", telephone="+49 911 12345", restricted_contacts=["telephone"])

    assert count() == few
    page = BeautifulSoup(client.get("/bereich/kontakte/?page=2").content, "html.parser")
    assert len(page.select("main h2")) == 6


def test_the_area_of_the_centres_leads_there_and_staff_are_not_sent_where_they_may_not_go(centre):
    member, staff = logged_in(member_of=centre), logged_in(roles.COACH)

    assert 'href="/bereich/kontakte/"' in member.get("/bereich/").content.decode()
    assert 'href="/bereich/"' in member.get("/bereich/kontakte/zrb/").content.decode()
    assert 'href="/bereich/"' not in staff.get("/bereich/kontakte/zrb/").content.decode()
    assert f'href="{PAGE}"' in staff.get("/bereich/kontakte/zrb/").content.decode()


@pytest.mark.parametrize("method", ["password", "mfa", "code"])
def test_one_factor_alone_opens_no_contact_to_staff(centre, method):
    client = logged_in(roles.COACH)
    session = client.session
    session["account_authentication_methods"] = [{"method": method}]
    session.save()

    assert client.get("/bereich/kontakte/zrb/").status_code == 403
