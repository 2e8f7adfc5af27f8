"""The registrations of an event as a table; ``portal.spreadsheets`` sees to it that no spreadsheet computes a cell."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from events import selectors
from events.models import Event, Registration, SessionChoice
from events.narrowing import EVERYBODY, Narrowing, places_in_line
from events.selectors import AskedQuestion
from events.states import Answer, Salutation
from portal.spreadsheets import Cell


def header(event: Event, *, language: str) -> list[str]:
    """The heads of the columns in the language of whoever asks; questions of the event stand last."""
    return [
        _("Number of the registration"),
        _("Salutation"),
        _("Name"),
        _("Email"),
        _("Organisation"),
        _("Group"),
        _("Function"),
        _("Takes part as"),
        _("Administrative region"),
        _("Language"),
        _("State"),
        _("Position"),
        _("Workshop"),
        _("Takes part online"),
        _("Photos"),
        _("Registered"),
        _("Note of the team"),
        *(question.label for question in selectors.questions_of(event, language=language)),
    ]


def rows(event: Event, *, language: str, chosen: Narrowing = EVERYBODY) -> Iterator[Sequence[Cell]]:
    """In the order they came in, the cancelled ones too. The number of queries does not grow with them."""
    words = {
        "salutation": dict(Salutation.choices),
        "region": dict(selectors.regions_of_origin()),
    }
    titles = {workshop.session.pk: workshop.title for workshop in selectors.sessions_of(event, language=language)}
    questions = selectors.questions_of(event, language=language)
    seats = Prefetch("choices", SessionChoice.objects.filter(seated=True))
    places = places_in_line(event)
    for registration in chosen.of(
        event.registrations.order_by("number").select_related("group").prefetch_related(seats)
    ):
        cells = _row(registration, places.get(registration.number), titles, words)
        yield [*cells, *(_answer(question, registration) for question in questions)]


def _answer(question: AskedQuestion, registration: Registration) -> str:
    answer = (registration.answers or {}).get(question.code, "")
    return {"yes": _("yes"), "no": _("no")}.get(answer, answer) if question.kind == Answer.YES_NO else answer


def _row(registration: Registration, place: int | None, titles: dict[int, str], words: dict[str, dict]) -> list[Cell]:
    return [
        registration.reference,
        str(words["salutation"].get(registration.salutation, "")),
        registration.name,
        registration.email,
        registration.organisation,
        registration.group.reference if registration.group else "",
        registration.function,
        registration.get_audience_display(),
        str(words["region"].get(registration.region, "")),
        registration.language,
        registration.get_state_display(),
        place,
        next((titles[choice.session_id] for choice in registration.choices.all()), ""),
        _("yes") if registration.is_online else _("no"),
        _("yes") if registration.may_be_photographed else _("no"),
        timezone.localtime(registration.created_at).strftime("%Y-%m-%d %H:%M"),
        registration.staff_note,
    ]
