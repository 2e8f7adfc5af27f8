"""Whoever has no business with a referral sees nothing of it, on no page of the CMS and nowhere else."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from forms.models import Case, Submission
from portal import roles
from tests.access.cms_expected import READ
from tests.access.routes import Route, address, routes
from tests.access.test_matrix import RAISES, Visitor, by_route, cms_routes
from tests.access.world import ANONYMOUS, OTHER_CENTRE, SUPERUSER
from tests.privacy import sentinels

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.filterwarnings("ignore"),
]
WORDS = [*sentinels.CLIENT_NAME.split(), "Knorbelfieber", "Wimpernwerkstatt", sentinels.CLIENT_ARABIC]
SEARCHES = (
    "/cms/pages/search/?q={}",
    "/cms/reports/site-history/?label={}",
    "/cms/users/?q={}",
    "/cms/images/?q={}",
    "/cms/documents/?q={}",
    "/de/suche/?q={}",
    "/de/beratungsstellen/?q={}",
)
STRANGERS = (roles.EDITOR, roles.TRANSLATOR, roles.EVENT_STAFF, roles.ADMINISTRATOR, SUPERUSER)


def body(response) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode(errors="replace")


def seen(text: str, world) -> list[str]:
    reference = str(world.values["cases:reference"])
    return [word for word in [*WORDS, reference] if word in text]


def shown_to(role: str) -> Iterator[Route]:
    """Every address of the CMS to the superuser, who sees most; and to one of the others that open it, by turns."""
    read = by_route(READ)
    for turn, route in enumerate(cms_routes()):
        others = [other for other in STRANGERS if other != SUPERUSER and other in read[route.name]]
        if role in read[route.name] and (role == SUPERUSER or role == others[turn % len(others)]):
            yield route


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_to_referrals_sees_none_of_it_in_the_cms(role, world):
    """Reports, history, users and references included."""
    visitor, leaks, broken = Visitor(world, role), [], []
    for route in shown_to(role):
        if route.name in RAISES:
            continue
        response, answer = visitor.ask(route, "get")
        words = seen(body(response), world)
        if route.name == "portal_admin:mails":  # names what a mail is about by its reference, which says nothing
            words = [word for word in words if word in WORDS]
        leaks += [f"{route}: {word}" for word in words]
        broken += [str(route)] if answer == "error" else []

    assert (leaks, broken) == ([], [])


@pytest.mark.parametrize("role", [*STRANGERS, roles.CENTRE_MEMBER, OTHER_CENTRE, ANONYMOUS])
def test_no_search_finds_a_person(role, world):
    client, found = world.client(role), []
    for search in SEARCHES:
        with transaction.atomic():
            text = body(client.get(search.format("Gesucht")))
            transaction.set_rollback(True)
        found += [f"{search}: {word}" for word in seen(text, world)]

    assert found == []


@pytest.mark.parametrize("role", [ANONYMOUS, OTHER_CENTRE, roles.EDITOR, roles.EVENT_STAFF, roles.ADMINISTRATOR])
def test_a_stranger_sees_none_of_it_outside_the_cms(role, world):
    visitor, leaks = Visitor(world, role), []
    for route in routes():
        if not route.pattern.startswith("cms/"):
            response, _answer = visitor.ask(route, "get")
            text = body(response).replace(address(route, world.values), "")
            leaks += [f"{route}: {word}" for word in seen(text, world) if route.name != "forms:receipt"]

    assert leaks == []


def test_the_sentinels_are_there_to_be_seen(world):
    """The control: whoever works on the case does see what was told about the need, and the identity when opened."""
    visitor = world.client(roles.CASE_STAFF)
    reference = world.values["cases:reference"]

    assert "Wimpernwerkstatt" in body(visitor.get(f"/cms/cases/{reference}/"))
    assert "Oxelvand" in body(visitor.post(f"/cms/cases/{reference}/open/identity/"))
    assert Submission.objects.get().identity["name"] == sentinels.CLIENT_NAME


def test_the_auditor_sees_who_and_when_but_no_answer(world):
    text = body(world.client(roles.AUDITOR).get(f"/cms/cases/{world.values['cases:reference']}/"))

    assert [word for word in WORDS if word in text] == []


def test_registrations_are_for_event_staff_alone(world):
    pk = world.values["event_staff:pk"]

    assert "Quellindor" in body(world.client(roles.EVENT_STAFF).get(f"/cms/event-staff/{pk}/registrations/"))
    for role in (roles.EDITOR, roles.CASE_STAFF, roles.ADMINISTRATOR, roles.AUDITOR):
        assert "Quellindor" not in body(world.client(role).get(f"/cms/event-staff/{pk}/registrations/"))


# --- what belongs to somebody else is answered like what does not exist, to the byte ---


def bare(response, *names: str) -> tuple[int, str]:
    """Status and page, without the address that was asked for and the token of the form."""
    text = body(response)
    for name in names:
        text = text.replace(name, "?")
    return response.status_code, "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("role", [OTHER_CENTRE, roles.EDITOR, roles.CENTRE_MEMBER])
@pytest.mark.parametrize("path", ["/bereich/faelle/{}/", "/bereich/faelle/{}/zurueckziehen/"])
def test_a_foreign_case_is_answered_like_a_missing_one(role, path, world):
    Case.objects.update(centre=None)
    there, nowhere = str(world.values["cases:reference"]), "RC-2222-2222"
    client = world.client(role)

    foreign, missing = client.get(path.format(there)), client.get(path.format(nowhere))

    assert bare(foreign, there) == bare(missing, nowhere)
    assert foreign.status_code in (403, 404)


@pytest.mark.parametrize("role", [OTHER_CENTRE, roles.CASE_STAFF, SUPERUSER, ANONYMOUS])
@pytest.mark.parametrize("end", ["", "need/", "pruefen/", "gespeichert/", "loeschen/"])
def test_a_foreign_draft_is_answered_like_a_missing_one(role, end, world):
    slug, there = world.values["forms:slug"], str(world.values["forms:draft"])
    nowhere = "00000000-0000-4000-8000-000000000000"
    client = world.client(role)

    foreign = client.get(f"/de/formulare/{slug}/{there}/{end}")
    missing = client.get(f"/de/formulare/{slug}/{nowhere}/{end}")

    assert bare(foreign, there) == bare(missing, nowhere)


def test_a_coach_finds_only_the_cases_given_to_them(world):
    there, nowhere = str(world.values["cases:reference"]), "RC-2222-2222"
    client = world.client(roles.COACH)
    assert client.get(f"/cms/cases/{there}/").status_code == 200

    Case.objects.update(assigned_to=None)

    assert bare(client.get(f"/cms/cases/{there}/"), there) == bare(client.get(f"/cms/cases/{nowhere}/"), nowhere)


# --- rights nobody can give themselves ---


def test_accounts_are_the_administrators_alone():
    holders = {role for role, names in roles.ROLES.items() if any(name.endswith("_user") for name in names)}

    assert holders == {roles.ADMINISTRATOR}
    assert not [name for names in roles.ROLES.values() for name in names if name.startswith("auth.")]


def test_an_administrator_cannot_make_a_superuser(world):
    user, client = world.users[roles.ADMINISTRATOR], world.client(roles.ADMINISTRATOR)
    groups = [group.pk for group in user.groups.all()]

    client.post(
        f"/cms/users/edit/{user.pk}/",
        {
            "email": user.email,
            "first_name": "A",
            "last_name": "B",
            "is_superuser": "on",
            "is_active": "on",
            "groups": groups,
        },
    )

    user.refresh_from_db()
    assert not user.is_superuser
