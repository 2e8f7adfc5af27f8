"""What stands before the staff's side of events, and how to take each guard out."""

from collections.abc import Callable, Iterator
from functools import partial
from inspect import unwrap

import pytest

from events.attendance import figure_views
from events.attendance.figure_views import AllEventsView
from events.staff_views import StaffView
from events.writing_views import PagesView
from tests.access.routes import Route
from tests.access.test_matrix import cms_routes

TakeOut = Callable[[pytest.MonkeyPatch], None]


def event_routes() -> list[Route]:
    return [route for route in cms_routes() if route.name.startswith(("event_staff:", "events_event:"))]


def view_class(route: Route) -> type:
    return unwrap(route.view, stop=lambda view: hasattr(view, "view_class")).view_class


def let_everybody_in(view: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard of one view out, and of no other."""
    if issubclass(view, StaffView | AllEventsView):
        monkeypatch.setattr(view, "is_allowed", lambda user: True)
    else:
        monkeypatch.setattr(view, "permission_required", None)
        monkeypatch.setattr(view, "any_permission_required", None)


def guards_of_views() -> Iterator[tuple[Route, TakeOut]]:
    """One for each address; the views of the CMS for facts are guarded by the permissions the CMS knows."""
    for route in event_routes():
        yield route, partial(let_everybody_in, view_class(route))


def let_everybody_set_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_views, "user_can_set_targets", lambda user: True)


def let_everybody_translate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagesView, "may_translate", lambda view: True)


# Behind the guard of a view: for part of what can be done there.
INNER: dict[str, TakeOut] = {
    "figure_views.ProjectFiguresView.post": let_everybody_set_targets,
    "writing_views.PagesView.post": let_everybody_translate,
}
# The two every view of staff inherits.
OUTER = {"staff_views.StaffView.dispatch", "figure_views.AllEventsView.dispatch"}
