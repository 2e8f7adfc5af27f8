"""The directory for machines: every answer is what its description says."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from portal.models import SiteIdentity
from portal.page_translation import translate_page
from programmes.codes import OfferedBy
from programmes.hsds.identifiers import identifier, key_of
from programmes.hsds.standard import ENTITIES, faults, json_schema, schema_name
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours
from programmes.models.hours import Closure, HoursException
from programmes.models.programmes import ProgrammeCountry
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText
from tests.builders.events import make_event, make_event_page
from tests.builders.programmes import (
    home_of,
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

pytestmark = pytest.mark.django_db

DOCUMENT = "urn:openapi"


@pytest.fixture(scope="module")
def built(django_db_blocker, django_db_setup):
    """Made once for all tests of this module; each rolls back to it."""
    with made_once(django_db_blocker) as site:
        yield make_world(site)


@pytest.fixture
def world(built, db):
    return {name: type(row).objects.get(pk=row.pk) for name, row in built.items()}


def make_world(site_tree):
    region = make_region("095")
    district = make_district("09573", region=region)
    make_postcode("90513", "Zirndorf", district=district)
    make_directory_page()
    centre = fill(make_centre("ZRB Nordbayern", **FACTS, regions=[region], districts=[district], nationwide=True))
    make_centre("Ohne alles", provider_type="state", role="coordination")
    make_centre("Verborgen", is_public=False)
    index = make_programme_index()
    programme = make_programme("REAG", provider="IOM", audiences=["protected"], status="running", level="federal")
    ProgrammeCountry.objects.create(programme=programme, country="SY", note="nur Familien")
    page = make_programme_page(index, programme, summary="Reisekosten", benefits="<p>Flug<b>ticket</b></p>")
    make_programme("Entwurf ohne Seite", provider="IOM")
    unclear = make_programme("Unklar", provider="AWO", status="unclear")
    make_programme_page(index, unclear)
    event = make_event(slug="info", online_link="https://secret.example/room")
    make_event_page(site_tree, event, title="Infoveranstaltung")
    SiteIdentity.objects.get_or_create(site=site_tree, defaults={"name": "Portal"})
    return {"centre": centre, "programme": programme, "page": page, "event": event}


FACTS = {
    "street": "Weg 1",
    "postcode": "90513",
    "city": "Zirndorf",
    "lat": 49.44,
    "lon": 10.95,
    "telephone": "+49 911 5680-0",
    "email": "buero@example.org",
    "website": "https://zrb.example",
    "modes": ["in_person"],
    "audiences": ["families"],
    "step_free": "yes",
}


def fill(centre: Centre) -> Centre:
    CentreText.objects.create(centre=centre, language="de", summary="Beratung </script> & mehr", notes="")
    CentreText.objects.create(centre=centre, language="ar", summary="استشارة", notes="")
    CentreLanguage.objects.create(centre=centre, language="de")
    CentreLanguage.objects.create(centre=centre, language="ar", offered_by=OfferedBy.INTERPRETER)
    OpeningHours.objects.create(centre=centre, weekday=0, opens=time(8), closes=time(11, 30))
    OpeningHours.objects.create(centre=centre, by_appointment=True)
    offer = SharedOffer.objects.create(organisation=centre.organisation, name="Botschaft")
    SharedOfferText.objects.create(offer=offer, language="de", title="Begleitung", text="Wir kommen mit.")
    SharedOfferText.objects.create(offer=offer, language="ar", title="مرافقة", text="نذهب معك")
    CentreSharedOffer.objects.create(centre=centre, offer=offer)
    return centre


def described(client) -> tuple[dict, Registry]:
    document = client.get(reverse("api:openapi")).json()
    resource = Resource.from_contents({**document, "$schema": "https://json-schema.org/draft/2020-12/schema"})
    return document, Registry().with_resource(DOCUMENT, resource)


def validate(instance: object, schema: dict, registry: Registry) -> None:
    """``schema`` refers into the document."""
    schema = {"$ref": DOCUMENT + schema["$ref"]}
    Draft202012Validator(schema, registry=registry, format_checker=FormatChecker()).validate(instance)


def samples(client, world) -> dict[str, str]:
    """A value for the parts of each path with parts."""

    def first(path: str) -> str:
        return client.get(f"/api/hsds/{path}").json()["contents"][0]["id"]

    return {
        "/v1/centres/{id}": str(world["centre"].public_id),
        "/v1/programmes/{slug}": world["programme"].slug,
        "/v1/districts/{key}": "09573",
        "/v1/events/{slug}": "info",
        **{
            f"/hsds/{path}/{{id}}": first(path)
            for path in ("organizations", "services", "locations", "service_at_locations")
        },
    }


# --- the description -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_operation_answers_as_its_description_says(client, world, language):
    document, registry = described(client)
    values = samples(client, world)
    walked = set()
    for path, item in document["paths"].items():
        address = f"/api{path}"
        if path in values:
            address = f"/api{path.split('{')[0]}{values[path]}"
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for query in ("", "&page=2", "&full=true"):
            response = client.get(f"{address}?lang={language}{query}")
            assert response.status_code == 200, address
            validate(response.json(), schema, registry)
        walked.add(path)

    assert len(walked) >= 17
    assert {path for path in document["paths"] if "{" in path} == set(values)


def test_an_answer_that_is_not_as_described_is_noticed(client, world):
    document, registry = described(client)
    schema = document["paths"]["/v1/centres"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = client.get("/api/v1/centres").json()
    answer["items"][0]["id"] = "no uuid"

    with pytest.raises(Exception, match="uuid"):
        validate(answer, schema, registry)


def test_problems_are_as_described(client, world):
    _document, registry = described(client)
    schema = {"$ref": "#/components/schemas/Problem"}
    for path in ("centres/unknown", "programmes/unknown", "events/unknown", "districts/00000"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 404
        validate(response.json(), schema, registry)


# --- the lists -------------------------------------------------------------------------------------------------------


def names(response) -> list[str]:
    return [item["name"] for item in response.json()["items"]]


def test_centres_are_searched_like_the_directory(client, world):
    assert names(client.get("/api/v1/centres", {"provider": "state"})) == ["Ohne alles"]
    assert names(client.get("/api/v1/centres", {"language": "ar"})) == ["ZRB Nordbayern"]
    assert names(client.get("/api/v1/centres", {"q": "Nordbayern"})) == ["ZRB Nordbayern"]
    answer = client.get("/api/v1/centres", {"place": "Zirndorf"}).json()
    assert [item["name"] for item in answer["items"]] == ["ZRB Nordbayern"]
    assert answer["place"]["outcome"] == "found"
    assert answer["items"][0]["distance_km"] == 0
    assert [item["name"] for item in answer["specialists"]] == ["ZRB Nordbayern"]


@pytest.mark.parametrize(("days_ago", "code"), [(90, "week"), (91, "unknown")])
def test_a_waiting_time_told_long_ago_is_unknown_today(client, world, days_ago, code):
    told_on = timezone.localdate() - timedelta(days=days_ago)
    Centre.objects.filter(pk=world["centre"].pk).update(waiting_time="week", waiting_time_on=told_on)

    answer = client.get("/api/v1/centres/zrb-nordbayern").json()

    assert answer["waiting_time"] == code
    assert answer["waiting_time_on"] == (told_on.isoformat() if code == "week" else None)


def test_a_hidden_centre_is_nowhere(client, world):
    hidden = Centre.objects.get(name="Verborgen")
    pages = ["/api/v1/centres", "/api/hsds/services?full=true", "/api/hsds/locations", "/api/hsds/organizations"]

    assert all("Verborgen" not in client.get(page).content.decode() for page in pages)
    assert client.get(f"/api/v1/centres/{hidden.public_id}").status_code == 404
    assert client.get(f"/api/hsds/locations/{hidden.public_id}").status_code == 404
    assert client.get(f"/api/hsds/services/{identifier('centre-service', hidden.pk)}").status_code == 404


def test_a_programme_without_a_public_page_is_nowhere(client, world):
    assert names(client.get("/api/v1/programmes")) == ["REAG", "Unklar"]
    assert "Entwurf" not in client.get("/api/hsds/services").content.decode()


def test_no_secret_of_an_event_and_no_person_is_told(client, world):
    text = client.get("/api/v1/events").content.decode() + client.get("/api/v1/events/info").content.decode()

    assert "Infoveranstaltung" in text
    assert "secret.example" not in text
    assert "internal_notes" not in client.get("/api/v1/centres").content.decode()


def test_programmes_are_filtered(client, world):
    assert names(client.get("/api/v1/programmes", {"country": "sy"})) == ["REAG"]
    assert names(client.get("/api/v1/programmes", {"country": "IQ"})) == []
    assert names(client.get("/api/v1/programmes", {"level": "federal"})) == ["REAG"]
    assert names(client.get("/api/v1/programmes", {"q": "Reisekosten"})) == ["REAG"]
    assert names(client.get("/api/v1/programmes", {"state": "ended"})) == []
    assert client.get("/api/v1/programmes/reag").json()["words"]["benefits"] == "Flug ticket"


def test_words_come_in_the_language_asked_for_else_in_german(client, world):
    address = f"/api/v1/centres/{world['centre'].slug}"

    words = {code: client.get(address, {"lang": code}).json()["words"] for code in ("de", "en", "ar")}

    assert {code: text["language"] for code, text in words.items()} == {"de": "de", "en": "de", "ar": "ar"}
    assert words["ar"]["summary"] == "استشارة"
    assert client.get(address, {"lang": "ar"}).json()["provider"]["label"] != "non_state"
    assert "/ar/beratungsstellen/" in client.get(address, {"lang": "ar"}).json()["url"]


def test_a_translated_programme_page_gives_its_words(client, world):
    home_of("ar").save_revision().publish()
    translate_page(world["page"].get_parent(), "ar", {"Programme": "برامج"})
    translate_page(world["page"], "ar", {"REAG": "ريغ", "Reisekosten": "تكاليف السفر", "Flug<b>ticket</b>": "تذكرة"})

    found = client.get("/api/v1/programmes/reag", {"lang": "ar"}).json()["words"]

    assert (found["language"], found["title"]) == ("ar", "ريغ")
    assert client.get("/api/v1/programmes/reag", {"lang": "en"}).json()["words"]["language"] == "de"
    attributes = client.get("/api/hsds/services?full=true").json()["contents"]
    labels = {a.get("label") for service in attributes for a in service.get("attributes", ())}
    assert {"name@ar", "description@ar"} <= labels


def test_what_had_no_effect_is_named(client, world):
    ignored = client.get(
        "/api/v1/centres?q=ZRB&place=&language=ar&language=klingon&colour=red&radius=7&page=1&lang=de"
    ).json()["ignored"]

    assert {(one["name"], one["value"]) for one in ignored} == {
        ("place", ""),
        ("language", "klingon"),
        ("colour", "red"),
        ("radius", "7"),
    }


# --- HSDS ------------------------------------------------------------------------------------------------------------


def everything(client) -> dict[str, list[dict]]:
    paths = {
        "organization": "organizations",
        "service": "services",
        "location": "locations",
        "service_at_location": "service_at_locations",
    }
    return {entity: client.get(f"/api/hsds/{path}?full=true").json()["contents"] for entity, path in paths.items()}


def test_every_object_is_valid_hsds(client, world):
    schemas = {schema_name(entity): json_schema(entity) for entity in ENTITIES}
    registry = Registry().with_resource(
        DOCUMENT,
        Resource.from_contents(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": {"schemas": schemas}}
        ),
    )
    for entity, things in everything(client).items():
        assert things, entity
        for thing in things:
            validate(thing, {"$ref": f"#/components/schemas/{schema_name(entity)}"}, registry)
            assert list(faults(entity, thing)) == []


def test_the_header_of_a_page_is_that_of_the_standard(client, world):
    page = client.get("/api/hsds/services?per_page=3&page=2").json()

    assert {name: page[name] for name in page if name != "contents"} == {
        "total_items": 4,
        "total_pages": 2,
        "page_number": 2,
        "size": 1,
        "first_page": False,
        "last_page": True,
        "empty": False,
    }
    beyond = client.get("/api/hsds/services?page=9").json()
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], True)


def test_a_mixed_list_is_cut_into_pages_without_gap_or_repetition(client, world):
    whole = [one["id"] for one in client.get("/api/hsds/services").json()["contents"]]

    parts = [
        one["id"]
        for page in range(1, 5)
        for one in client.get("/api/hsds/services", {"per_page": 1, "page": page}).json()["contents"]
    ]

    assert parts == whole
    assert len(set(whole)) == 4


def test_what_refers_to_another_object_finds_it(client, world):
    for service in client.get("/api/hsds/services?full=true").json()["contents"]:
        assert client.get(f"/api/hsds/organizations/{service['organization_id']}").status_code == 200
        assert client.get(f"/api/hsds/services/{service['id']}").json() == service
        for place in service.get("service_at_locations", ()):
            assert client.get(f"/api/hsds/locations/{place['location_id']}").status_code == 200
            assert client.get(f"/api/hsds/service_at_locations/{place['id']}").status_code == 200


def test_a_centre_says_in_hsds_what_is_known_and_nothing_else(client, world):
    services = {s["alternate_name"]: s for s in everything(client)["service"] if s.get("service_at_locations")}
    full, bare = (next(s for name, s in services.items() if word in name) for word in ("ZRB", "Ohne"))

    assert [row["code"] for row in full["languages"]] == ["de"]
    assert full["interpretation_services"] == "Arabisch"
    assert full["cost_options"][0]["amount"] == 0
    [timed] = [row for row in full["schedules"] if "opens_at" in row]
    assert (timed["freq"], timed["byday"], timed["opens_at"][:5]) == ("WEEKLY", "MO", "08:00")
    assert [a["value"] for a in full["attributes"] if a.get("label") == "description@ar"] == ["استشارة"]
    place = full["service_at_locations"][0]["location"]
    assert place["addresses"][0]["state_province"] == "Bayern"
    assert place["accessibility"]
    assert {"schedules", "languages", "phones", "cost_options", "email"}.isdisjoint(bare)
    assert "addresses" not in bare["service_at_locations"][0]["location"]


def told(service: dict, kind: str) -> list[tuple[str, str]]:
    return [
        (part["taxonomy_term"]["name"], part["value"]) for part in service["attributes"] if part["link_type"] == kind
    ]


def test_hsds_tells_offers_of_the_network_in_each_language(client, world):
    one = client.get(f"/api/hsds/services/{identifier('centre-service', world['centre'].pk)}").json()

    assert told(one, "offer") == [("Begleitung", "Wir kommen mit.")]
    assert {("Arabisch", "مرافقة"), ("Arabisch", "نذهب معك")} <= set(told(one, "translation"))


@pytest.mark.parametrize(("days_ago", "days"), [(90, 1), (91, 0)])
def test_hsds_tells_a_waiting_time_with_its_day_until_it_is_old(client, world, days_ago, days):
    day = timezone.localdate() - timedelta(days=days_ago)
    Centre.objects.filter(pk=world["centre"].pk).update(waiting_time="week", waiting_time_on=day)

    one = client.get(f"/api/hsds/services/{identifier('centre-service', world['centre'].pk)}").json()

    assert [value for _name, value in told(one, "waiting-time")] == [day.isoformat()] * days
    assert list(faults("service", one)) == []


def test_offers_of_the_network_come_in_the_language_asked_for_else_in_german(client, world):
    arabic, english = (
        client.get(f"/api/v1/centres/{world['centre'].public_id}", {"lang": language}).json()["offers"]
        for language in ("ar", "en")
    )

    assert arabic == [{"language": "ar", "title": "مرافقة", "text": "نذهب معك"}]
    assert english == [{"language": "de", "title": "Begleitung", "text": "Wir kommen mit."}]


def test_what_a_visitor_should_know_beforehand_is_told_to_machines(client, world):
    centre, today = world["centre"], timezone.localdate()
    tomorrow, gone = today + timedelta(days=1), today - timedelta(days=1)
    Centre.objects.filter(pk=centre.pk).update(no_new_people_until=tomorrow, lift="no", woman_on_request="yes")
    CentreLanguage.objects.filter(centre=centre, language="ar").update(weekdays=[0, 2], lead_days=3)
    Closure.objects.create(centre=centre, first_day=tomorrow, reason="moving")
    HoursException.objects.create(centre=centre, first_day=today, last_day=today, opens=time(15), closes=time(19))
    HoursException.objects.create(centre=centre, first_day=gone, last_day=gone)

    told_v1 = client.get(f"/api/v1/centres/{centre.public_id}").json()
    service = client.get(f"/api/hsds/services/{identifier('centre-service', centre.pk)}").json()

    assert told_v1["no_new_people_until"] == tomorrow.isoformat()
    days = [(row["first_day"], row["last_day"], row["opens"], row["reason"]["code"]) for row in told_v1["other_hours"]]
    assert days == [
        (today.isoformat(), today.isoformat(), "15:00", "other"),
        (tomorrow.isoformat(), None, None, "moving"),
    ]
    assert [row["code"] for row in (*told_v1["access"], *told_v1["counsellor_on_request"])] == ["step_free", "woman"]
    assert [(row["weekdays"], row["lead_days"]) for row in told_v1["languages"] if row["code"] == "ar"] == [([1, 3], 3)]
    assert "Nimmt bis" in service["alert"]
    place = service["service_at_locations"][0]["location"]
    assert [row["description"] for row in place["accessibility"]] == ["Stufenloser Zugang: ja", "Aufzug: nein"]


def test_services_are_filtered_by_organisation_and_change(client, world):
    services = client.get("/api/hsds/services").json()["contents"]
    iom = next(s["organization_id"] for s in services if s["name"] == "REAG")
    Centre.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))

    of_iom = client.get("/api/hsds/services", {"organization_id": iom}).json()["contents"]
    recent = client.get("/api/hsds/services", {"modified_after": "2021-01-01"}).json()["contents"]

    assert [s["name"] for s in of_iom] == ["REAG"]
    assert sorted(s["name"] for s in recent) == ["REAG", "Unklar"]
    assert client.get("/api/hsds/services", {"organization_id": "no id"}).json()["empty"]


def test_identifiers_lead_back_to_their_own_kind_only():
    one = identifier("organization", 12)

    assert key_of("organization", one) == 12
    assert key_of("centre-service", one) is None
    assert key_of("organization", "12") is None
    assert key_of("organization", "9" * 400) is None


def test_the_check_notices_what_the_standard_refuses():
    service = {"id": "1", "status": "open", "name": "", "colour": "red", "phones": [{"id": identifier("x", 1)}]}

    assert set(faults("service", service)) == {
        ("service.name", "missing"),
        ("service.id", "uuid"),
        ("service.status", "active|inactive|defunct|temporarily closed"),
        ("service.colour", "unknown"),
        ("service.phones.number", "missing"),
    }
