"""Events and registrations with only the facts that matter to a test."""

import uuid
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone
from wagtail.models import Site

from events import services
from events.models import Event, EventIndexPage, EventPage, Group, Question, QuestionText, Quota, Registration, Session
from events.services import Contact, Guest
from home.models import HomePage
from tests.builders.home import make_home
from tests.privacy import sentinels

_numbers = count(1)


def make_event(*, capacity: int = 10, starts_at: datetime | None = None, **facts) -> Event:
    # In the morning: an event that goes on after midnight reads otherwise.
    morning = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    starts_at = starts_at or morning + timedelta(days=30)
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


def make_guest(email: str = "", **facts) -> Guest:
    """Somebody whose words the trap for personal data knows; the address differs from call to call."""
    name, _at, domain = sentinels.EMAIL.partition("@")
    defaults = {"name": sentinels.NAME, "organisation": sentinels.ORGANISATION, "audience": "other"}
    return Guest(**{**defaults, "email": email or f"{name}+{next(_numbers)}@{domain}", **facts})


def make_registration(event: Event, *, email: str = "", language: str = "de", code: str = "", **facts) -> Registration:
    return services.register(
        event_id=event.pk, submission=uuid.uuid4(), guest=make_guest(email, **facts), language=language, code=code
    )


def make_group(event: Event, people: int | list[Guest] = 3, *, language: str = "de", **facts) -> Group:
    """``people`` with an address of their own each, registered by somebody who does not come along."""
    guests = [make_guest(**facts) for _number in range(people)] if isinstance(people, int) else people
    contact = make_guest()
    return services.register_group(
        event_id=event.pk,
        submission=uuid.uuid4(),
        contact=Contact(name=contact.name, email=contact.email),
        guests=guests,
        language=language,
    )


def make_question(page: EventPage, code: str, label: str, **facts) -> Question:
    """A question of the event with its words on the page."""
    question = Question.objects.create(event=page.event, code=code, **facts)
    page.question_texts.add(QuestionText(question=question, label=label, hint="Ohne Namen"))
    page.save()
    return question


def make_quota(event: Event, capacity: int, *audiences: str) -> Quota:
    return Quota.objects.create(event=event, capacity=capacity, audiences=list(audiences))


def make_index_page(site: Site) -> EventIndexPage:
    """The German list of events below the start page of the site."""
    page = EventIndexPage.objects.filter(locale__language_code="de").first()
    if page is None:
        home = HomePage.objects.filter(locale__language_code="de").first() or make_home()
        page = home.add_child(instance=EventIndexPage(title="Veranstaltungen", slug="veranstaltungen"))
    return page


def make_event_page(site: Site, event: Event, *, title: str = "Infoveranstaltung in Zirndorf", **words) -> EventPage:
    return make_index_page(site).add_child(instance=EventPage(title=title, event=event, **words))
