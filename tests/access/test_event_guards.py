"""Every guard of the staff's side of events is known, those behind another one too; objects belong to their event."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

import events
from events.attendance.figure_views import AllEventsView
from events.models import SignedList, WalkIn
from events.staff_views import StaffView
from portal.models import User
from portal.roles import ACCESS, EVENT_STAFF
from tests.access.event_guards import INNER, OUTER, event_routes, view_class
from tests.access.routes import address
from tests.access.test_matrix import Visitor, kind
from tests.builders.accounts import log_in_staff
from tests.builders.events import make_event

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.filterwarnings("ignore")]


STAFF_SIDE = "cms/event-staff/<int:pk>/"


def refusing_methods() -> set[str]:
    """Module, class and method of whatever refuses somebody in the app."""
    found = set()
    for path in Path(events.__file__).parent.rglob("*.py"):
        for owner in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)):
            for method in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
                raised = [node for node in ast.walk(method) if isinstance(node, ast.Raise)]
                if any("PermissionDenied" in ast.unparse(node) for node in raised):
                    found.add(f"{path.stem}.{owner.name}.{method.name}")
    return found


def somebody_who_may(*permissions: str) -> Client:
    user = User.objects.create_user("somebody@example.org", "a password for tests")
    for name in (ACCESS, *permissions):
        app_label, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return log_in_staff(Client(), user)


def test_every_place_that_refuses_somebody_is_known():
    assert refusing_methods() == OUTER | set(INNER)


def test_every_address_of_staff_has_a_guard():
    views = [view_class(route) for route in event_routes()]

    assert len(views) > 40
    for view in views:
        if issubclass(view, StaffView | AllEventsView):
            assert view.is_allowed.__module__ == "events.permissions"
        else:
            assert view.permission_required or view.any_permission_required


def sets_targets() -> str:
    path = "/cms/event-staff/figures/"
    return kind(somebody_who_may("events.view_registration").post(path, {}), path)


def begins_translation() -> str:
    path = f"/cms/event-staff/{make_event().pk}/pages/"
    return kind(somebody_who_may("events.change_event").post(path, {"language": "en"}), path)


TRIES = {
    "figure_views.ProjectFiguresView.post": sets_targets,
    "writing_views.PagesView.post": begins_translation,
}


@pytest.mark.parametrize("guard", INNER)
def test_who_passes_the_outer_guard_meets_the_inner_one(guard, site_tree):
    assert TRIES[guard]() == "closed"


@pytest.mark.parametrize("guard", INNER)
def test_without_the_inner_guard_they_would_get_on(guard, site_tree, monkeypatch):
    """The control."""
    INNER[guard](monkeypatch)

    assert TRIES[guard]() != "closed"


def test_what_belongs_to_one_event_is_not_there_under_another(world, unrendered):
    """A registration, a guest or a scan, by every address and method. To remove twice is as to remove once."""
    foreign = replace(world, values={**world.values, "event_staff:pk": make_event().pk})
    own, other = Visitor(world, EVENT_STAFF), Visitor(foreign, EVENT_STAFF)
    routes = [route for route in event_routes() if route.pattern.startswith(STAFF_SIDE) and "<" in route.pattern[25:]]
    asked = [(route, method) for route in routes for method in ("get", "post") if ":remove_" not in route.name]

    answers = {f"{method} {route}": (own.ask(route, method)[1], other.ask(route, method)[1]) for route, method in asked}

    assert len(routes) >= 8
    assert {reached for reached, _foreign in answers.values()} == {"open", "moved", "method"}
    assert [asked for asked, (_own, foreign) in answers.items() if foreign not in ("missing", "method")] == []


@pytest.mark.parametrize(("name", "model"), [("remove_walk_in", WalkIn), ("remove_signed_list", SignedList)])
def test_nothing_is_removed_by_the_address_of_another_event(name, model, world):
    client, values = world.client(EVENT_STAFF), {**world.values, "event_staff:pk": make_event().pk}
    route = next(route for route in event_routes() if route.name == f"event_staff:{name}")

    client.post(address(route, values))
    kept = model.objects.count()
    client.post(address(route, world.values))

    assert (kept, model.objects.count()) == (1, 0)
