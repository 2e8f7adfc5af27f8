from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import calendars, emails, selectors, services
from events.forms import Answers, RegistrationForm, new_form_id, read_form_id
from events.models import Event
from portal import tokens
from portal.errors import DomainError


@dataclass(frozen=True)
class CheckRow:
    """One answer on the page to check them."""

    name: str
    label: str
    value: str
    is_latin: bool = False


def _event(slug: str) -> Event:
    return get_object_or_404(selectors.public_events(), slug=slug)


def _words(event: Event, step: str) -> dict:
    language = get_language()
    title = selectors.title_of(event, language=language)
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
    event = _event(slug)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ("send", "change"):
        answers = Answers.open(request.POST.get("answers", ""), event=event)
        if answers and action == "send":
            return _send(request, event, answers)
        if event.takes_registrations():
            return _show_form(request, event, initial=answers.values if answers else {}, expired=answers is None)
    if not event.takes_registrations():
        return TemplateResponse(
            request, "events/no_registration.html", {**_words(event, _("Registration")), "phase": event.phase()}
        )
    if request.method == "GET":
        return _show_form(request, event)
    form = _form(event, request.POST)
    if not form.is_valid():
        return _show_invalid(request, event, form)
    return _show_check(request, event, form)


def _form(event: Event, data=None, initial=None) -> RegistrationForm:
    workshops = selectors.sessions_of(event, language=get_language())
    return RegistrationForm(data, event=event, workshops=workshops, initial=initial)


def _show_form(request: HttpRequest, event: Event, *, initial=None, expired: bool = False) -> HttpResponse:
    initial = {"form_id": new_form_id(event), **(initial or {})}
    words = {
        **_words(event, _("Registration")),
        "form": _form(event, initial=initial),
        "phase": event.phase(),
        "expired": expired,
    }
    return TemplateResponse(request, "events/register.html", words)


def _show_invalid(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponse:
    if "form_id" in form.errors:
        data = form.data.copy()
        data["form_id"] = new_form_id(event)
        form = _form(event, data)
        form.full_clean()
    words = {**_words(event, _("Registration")), "form": form, "phase": event.phase(), "expired": form.is_valid()}
    return TemplateResponse(request, "events/register.html", words)


def _show_check(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponse:
    words = {
        **_words(event, _("Check your answers")),
        "rows": _rows(form),
        "answers": Answers.of(form).seal(),
        "phase": event.phase(),
    }
    return TemplateResponse(request, "events/check.html", words)


def _rows(form: RegistrationForm) -> list[CheckRow]:
    rows = []
    for name, field in form.fields.items():
        if name == "form_id":
            continue
        value = form.cleaned_data[name]
        choices = dict(getattr(field, "choices", ()))
        shown = str(choices.get(value, value)) if value else ""
        rows.append(CheckRow(name=name, label=str(field.label), value=shown, is_latin=name == "email"))
    return rows


def _send(request: HttpRequest, event: Event, answers: Answers) -> HttpResponse:
    """Register and go to the receipt. The same answers sent again lead to the same receipt."""
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
            **_words(event, _("Registration")),
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
    event = _event(slug)
    registration = get_object_or_404(event.registrations, reference=reference)
    registration.event = event
    seat = selectors.seated_session(registration)
    titles = {workshop.pk: workshop.title for workshop in selectors.sessions_of(event, language=get_language())}
    words = {
        **_words(event, _("State of the registration")),
        "registration": registration,
        "position": selectors.position(registration),
        "workshop": titles[seat.pk] if seat else "",
        "wished_for_workshop": registration.choices.exists(),
    }
    return TemplateResponse(request, "events/receipt.html", words)


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened by GET it asks, by POST it acts; every link that does not work gets the same answer."""
    if request.method == "POST":
        registration = services.cancel_by_link(secret=secret)
        if registration is None:
            return _link_does_not_work(request)
        return redirect("events:receipt", slug=registration.event.slug, reference=registration.reference)
    registration = selectors.registration_by_subject(tokens.subject_of(secret, purpose=emails.CANCEL_PURPOSE))
    if registration is None:
        return _link_does_not_work(request)
    words = {**_words(registration.event, _("Cancel the registration")), "registration": registration}
    return TemplateResponse(request, "events/cancel.html", words)


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
    listed = selectors.listed(_event(slug), language=get_language())
    return _calendar_answer(calendars.public_calendar([listed], language=get_language()), slug)


@require_safe
def calendar(request: HttpRequest, language: str = "") -> HttpResponse:
    """All events to come, to subscribe to."""
    language = language or get_language()
    content = calendars.public_calendar(selectors.upcoming(language=language), language=language)
    return _calendar_answer(content, "kalender")
