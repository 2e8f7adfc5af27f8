"""Events and registrations with only the facts that matter to a test."""

import uuid
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from events import services
from events.models import Event, EventIndexPage, EventPage, Registration, Session
from events.services import Person
from home.models import HomePage

_numbers = count(1)


def make_event(*, capacity: int = 10, starts_at: datetime | None = None, **facts) -> Event:
    starts_at = starts_at or timezone.now() + timedelta(days=30)
    facts = {
        "slug": f"event-{next(_numbers)}",
        "kind": "info-session",
        "ends_at": starts_at + timedelta(hours=3),
        "venue_name": "Town hall",
        "venue_place": "Zirndorf",
        **facts,
    }
    return Event.objects.create(capacity=capacity, starts_at=starts_at, **facts)


def make_session(event: Event, *, capacity: int = 5, code: str = "", **facts) -> Session:
    number = next(_numbers)
    return Session.objects.create(
        event=event, capacity=capacity, code=code or f"workshop-{number}", sort_order=number, **facts
    )


def make_person(email: str = "", **facts) -> Person:
    return Person(**{"name": "Ada Example", "email": email or f"a{next(_numbers)}@example.org", "audience": "other", **facts})


def make_registration(event: Event, *, email: str = "", language: str = "de", session_ids=(), **facts) -> Registration:
    return services.register(
        event_id=event.pk,
        submission=uuid.uuid4(),
        person=make_person(email, **facts),
        language=language,
        session_ids=session_ids,
    )


def make_home(site: Site) -> HomePage:
    """The start page of the site; in its place whatever stood there before."""
    home = HomePage.objects.filter(locale__language_code="de").first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(title="Start", slug="home", locale=Locale.objects.get(language_code="de"))
        )
    site.root_page = home
    site.save()
    return home


def make_index_page(site: Site) -> EventIndexPage:
    page = EventIndexPage.objects.filter(locale__language_code="de").first()
    return page or make_home(site).add_child(instance=EventIndexPage(title="Veranstaltungen", slug="veranstaltungen"))


def make_event_page(site: Site, event: Event, *, title: str = "Infoveranstaltung in Zirndorf", **words) -> EventPage:
    return make_index_page(site).add_child(instance=EventPage(title=title, event=event, **words))
