import pytest
from django.contrib.auth.models import Group
from django.template import engines
from django.urls import reverse

from portal import roles
from programmes.codes import AccessFeature
from programmes.models.centres import Centre, Organisation
from programmes.models.programmes import Programme
from search.models import SearchEntry
from tests.builders.cases import make_case, make_case_centre, make_user
from tests.builders.programmes import make_centre, make_programme, make_programme_index, make_programme_page

pytestmark = pytest.mark.django_db

UNANSWERED = (
    "anonymous_first_talk", "assumption_day", "woman_on_request", "man_on_request", *AccessFeature.values
)  # fmt: skip
VIEWSETS = ("centre", "programme", "organisation")


@pytest.fixture(autouse=True)
def wagtails_own_templates(monkeypatch):
    """Wagtail's forms count on variables that are missing being empty."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def person(django_user_model, site_tree, staff_client):
    """``person(role)`` is a client of somebody with this role."""

    def log_in(role):
        user = django_user_model.objects.create_user(f"{role.replace(' ', '-')}@example.org")
        user.groups.add(Group.objects.get(name=role))
        return staff_client(user)

    return log_in


def formset(prefix, *rows):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data.update({f"{prefix}-{number}-{name}": value for name, value in {"ORDER": number, **row}.items()})
    return data


def centre_form(**facts):
    return {
        "name": "ZAB Schwaben",
        "organisation": Organisation.objects.get_or_create(name="Regierung von Schwaben")[0].pk,
        "provider_type": "state",
        "role": "return_counselling",
        "is_public": "on",
        "address_status": "unknown",
        **dict.fromkeys(UNANSWERED, "unknown"),
        "waiting_time": "unknown",
        "modes": ["in_person"],
        "lat": "",
        "lon": "",
        **formset("texts", {"language": "de", "summary": "Staatliche Beratung", "notes": ""}),
        **formset("opening_hours"),
        **formset("hours_exceptions"),
        **formset("closures"),
        **formset("programme_exceptions"),
        **formset("shared_offers"),
        **formset("languages", {"language": "ar", "offered_by": "staff"}),
        **formset("territories"),
        **facts,
    }


@pytest.mark.parametrize("name", VIEWSETS)
def test_editors_see_lists_and_forms(person, name):
    client = person(roles.EDITOR)

    assert client.get(reverse(f"{name}:index")).status_code == 200
    assert client.get(reverse(f"{name}:index"), {"q": 'a"*'}).status_code == 200
    assert client.get(reverse(f"{name}:add")).status_code == 200


@pytest.mark.parametrize("name", VIEWSETS)
@pytest.mark.parametrize("role", [roles.TRANSLATOR, roles.EVENT_STAFF, roles.CASE_STAFF, roles.COACH, roles.AUDITOR])
def test_nobody_else_changes_the_facts(person, name, role):
    client = person(role)

    for view in ("index", "add"):
        assert client.get(reverse(f"{name}:{view}")).status_code in (302, 403)
    client.post(reverse(f"{name}:add"), {"name": "Neu"})

    assert not Centre.objects.exists()
    assert not Programme.objects.exists()
    assert not Organisation.objects.exists()


def test_a_new_centre_is_stored_with_its_parts_and_found(person):
    response = person(roles.EDITOR).post(reverse("centre:add"), centre_form())

    assert response.status_code == 302, response.context["form"].errors
    centre = Centre.objects.get()
    assert (centre.slug, centre.modes) == ("zab-schwaben", ["in_person"])
    assert centre.texts.get().summary == "Staatliche Beratung"
    assert SearchEntry.objects.get().facets.filter(facet="language", code="ar").exists()


def test_a_faulty_form_comes_back_with_what_was_typed(person):
    response = person(roles.EDITOR).post(reverse("centre:add"), centre_form(telephone="call me", postcode="12"))

    assert response.status_code == 200
    assert "call me" in response.content.decode()
    assert set(response.context["form"].errors) == {"telephone", "postcode"}


def test_a_changed_programme_is_stored(person):
    programme = make_programme("REAG/GARP")
    form = {
        "name": "REAG/GARP 2.0",
        "provider": "BAMF",
        "level": "federal_land",
        "status": "ended",
        "valid_to": "2026-12-31",
        "apply_via": "centre",
        "country_rule": "depends",
        "audiences": ["protected", "tolerated"],
        "slug": programme.slug,
        **formset("countries", {"country": "IQ", "note": ""}),
        **formset("amounts"),
        **formset("documents"),
        **formset("deadlines"),
        **formset("application_centres"),
        **formset("combinations"),
        **formset("rules"),
    }

    response = person(roles.EDITOR).post(reverse("programme:edit", args=[programme.pk]), form)

    assert response.status_code == 302, response.context["form"].errors
    programme.refresh_from_db()
    assert (programme.name, programme.audiences) == ("REAG/GARP 2.0", ["tolerated", "protected"])
    assert programme.countries.get().country == "IQ"


def test_editors_may_not_delete(person):
    centre = make_centre("ZAB")

    person(roles.EDITOR).post(reverse("centre:delete", args=[centre.pk]))

    assert Centre.objects.exists()


def _with_referral() -> Centre:
    centre = make_case_centre(make_user())
    make_case(centre=centre)
    return centre


def _with_page() -> Programme:
    programme = make_programme("Mit Seite")
    make_programme_page(make_programme_index(), programme)
    return programme


@pytest.mark.parametrize(
    ("viewset", "make", "reason"),
    [
        ("centre", _with_referral, "Eine Stelle mit Zuweisungen bleibt"),
        ("organisation", lambda: make_centre("Stelle").organisation, "Ein Träger, der Stellen betreibt, bleibt"),
    ],
)
def test_what_others_name_stays_and_the_answer_says_why(viewset, make, reason, staff_client, django_user_model):
    row = make()
    client = staff_client(django_user_model.objects.create_superuser("root@example.org", "a password for tests"))

    response = client.post(reverse(f"{viewset}:delete", args=[row.pk]), follow=True)

    assert response.status_code == 200
    assert reason in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_programme_with_a_page_stays(site_tree, staff_client, django_user_model):
    programme = _with_page()
    client = staff_client(django_user_model.objects.create_superuser("root@example.org", "a password for tests"))

    client.post(reverse("programme:delete", args=[programme.pk]))

    assert Programme.objects.filter(pk=programme.pk).exists()
