from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import calendars, emails, feeds, selectors, services
from events.filters import EventFilter
from events.forms import Answers, RegistrationForm, new_form_id, read_form_id
from events.models import Event, Registration
from events.selectors import ListedEvent
from portal import tokens
from portal.errors import DomainError

CALENDAR_LIMIT = 200


@dataclass(frozen=True)
class CheckRow:
    """One answer on the page to check them."""

    name: str
    label: str
    value: str
    is_latin: bool = False


def _listed(slug: str) -> ListedEvent:
    listed = selectors.public_event(slug=slug, language=get_language())
    if listed is None:
        raise Http404
    return listed


def _words(event: Event, title: str, step: str) -> dict:
    language = get_language()
    trail = [*selectors.trail(language=language), (selectors.event_path(event, language=language), title), ("", step)]
    return {
        "event": event,
        "event_title": title,
        "event_url": selectors.event_path(event, language=language),
        "index_url": selectors.index_path(language=language),
        "trail": trail,
    }


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Form, page to check the answers, sending: one address, no answer ever in it."""
    listed = _listed(slug)
    event = listed.event
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ("send", "change"):
        answers = Answers.open(request.POST.get("answers", ""), event=event)
        if answers and action == "send":
            return _send(request, listed, answers)
        if event.takes_registrations():
            return _show_form(request, listed, initial=answers.values if answers else {}, expired=answers is None)
    if not event.takes_registrations():
        words = {**_words(event, listed.title, _("Registration")), "phase": event.phase()}
        return TemplateResponse(request, "events/no_registration.html", words)
    if request.method == "GET":
        return _show_form(request, listed)
    form = _form(event, request.POST)
    if not form.is_valid():
        return _show_invalid(request, listed, form)
    return _show_check(request, listed, form)


def _form(event: Event, data=None, initial=None) -> RegistrationForm:
    workshops = selectors.sessions_of(event, language=get_language())
    return RegistrationForm(data, event=event, workshops=workshops, initial=initial)


def _show_form(request: HttpRequest, listed: ListedEvent, *, initial=None, expired: bool = False) -> HttpResponse:
    initial = {"form_id": new_form_id(listed.event), **(initial or {})}
    words = {
        **_words(listed.event, listed.title, _("Registration")),
        "form": _form(listed.event, initial=initial),
        "phase": listed.phase,
        "expired": expired,
    }
    return TemplateResponse(request, "events/register.html", words)


def _show_invalid(request: HttpRequest, listed: ListedEvent, form: RegistrationForm) -> HttpResponse:
    if "form_id" in form.errors:
        data = form.data.copy()
        data["form_id"] = new_form_id(listed.event)
        form = _form(listed.event, data)
        form.full_clean()
    words = {
        **_words(listed.event, listed.title, _("Registration")),
        "form": form,
        "phase": listed.phase,
        "expired": form.is_valid(),
    }
    return TemplateResponse(request, "events/register.html", words)


def _show_check(request: HttpRequest, listed: ListedEvent, form: RegistrationForm) -> HttpResponse:
    words = {
        **_words(listed.event, listed.title, _("Check your answers")),
        "rows": _rows(form),
        "answers": Answers.of(form).seal(),
        "phase": listed.phase,
    }
    return TemplateResponse(request, "events/check.html", words)


def _rows(form: RegistrationForm) -> list[CheckRow]:
    rows = []
    for name, field in form.fields.items():
        if name in form.unanswered:
            continue
        value = form.cleaned_data[name]
        choices = dict(getattr(field, "choices", ()))
        shown = str(choices.get(value, value)) if value else ""
        rows.append(CheckRow(name=name, label=str(field.label), value=shown, is_latin=name == "email"))
    return rows


def _send(request: HttpRequest, listed: ListedEvent, answers: Answers) -> HttpResponse:
    """Register and go to the receipt. The same answers sent again lead to the same receipt."""
    event = listed.event
    submission = read_form_id(answers.values["form_id"], event=event)
    try:
        registration = services.register(
            event_id=event.pk,
            submission=submission,
            person=answers.person,
            language=get_language(),
            session_ids=answers.session_ids,
        )
    except DomainError as refusal:
        event.refresh_from_db()
        words = {
            **_words(event, listed.title, _("Registration")),
            "phase": event.phase(),
            "refusal": refusal.messages[0],
            "answers": answers.seal(),
        }
        return TemplateResponse(request, "events/refused.html", words)
    return redirect("events:receipt", slug=event.slug, reference=registration.reference)


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What came of a registration, by its reference; shows nobody's data and can be kept as a bookmark."""
    listed = _listed(slug)
    registration = get_object_or_404(listed.event.registrations, reference=reference)
    registration.event = listed.event
    words = {
        **_words(listed.event, listed.title, _("State of the registration")),
        "registration": registration,
        "position": selectors.position(registration),
        **selectors.workshop_of(registration, language=get_language()),
    }
    return TemplateResponse(request, "events/receipt.html", words)


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened by GET it asks, by POST it acts; once used it leads to what came of it; all others get one answer."""
    if request.method == "POST":
        registration = services.cancel_by_link(secret=secret) or _cancelled_before(secret)
        return _receipt_of(registration) if registration else _link_does_not_work(request)
    registration = selectors.registration_by_subject(tokens.subject_of(secret, purpose=emails.CANCEL_PURPOSE))
    if registration is None:
        registration = _cancelled_before(secret)
        return _receipt_of(registration) if registration else _link_does_not_work(request)
    title = selectors.title_of(registration.event, language=get_language())
    words = {**_words(registration.event, title, _("Cancel the registration")), "registration": registration}
    return TemplateResponse(request, "events/cancel.html", words)


def _cancelled_before(secret: str) -> Registration | None:
    return selectors.cancelled_by_subject(tokens.spent_subject_of(secret, purpose=emails.CANCEL_PURPOSE))


def _receipt_of(registration: Registration) -> HttpResponse:
    return redirect("events:receipt", slug=registration.event.slug, reference=registration.reference)


def _link_does_not_work(request: HttpRequest) -> HttpResponse:
    language = get_language()
    words = {"index_url": selectors.index_path(language=language), "trail": selectors.trail(language=language)}
    return TemplateResponse(request, "events/link_does_not_work.html", words, status=404)


def _calendar_answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.cache_scopes = ("content", "events")
    return response


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The public calendar entry of one event."""
    return _calendar_answer(calendars.public_calendar([_listed(slug)], language=get_language()), slug)


@require_safe
def calendar(request: HttpRequest, language: str = "") -> HttpResponse:
    """The events to come, to subscribe to; the next ones, where there are very many. Takes the filters of the list."""
    language = language or get_language()
    chosen = EventFilter.from_address(request.GET)
    listed = selectors.upcoming(limit=CALENDAR_LIMIT, language=language, chosen=chosen)
    content = calendars.public_calendar(listed, language=language)
    return _calendar_answer(content, "kalender")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The events to come for feed readers. Takes the filters of the list."""
    language = get_language()
    chosen = EventFilter.from_address(request.GET)
    listed = selectors.upcoming(limit=CALENDAR_LIMIT, language=language, chosen=chosen)
    query = chosen.address()
    address = f"{request.path}?{query}" if query else request.path
    content = feeds.public_feed(listed, language=language, address=address, query=query)
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response.cache_scopes = ("content", "events")
    return response
