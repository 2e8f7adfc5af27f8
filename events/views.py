from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import calendars, emails, feeds, selectors, services
from events.filters import EventFilter
from events.forms import Answers, RegistrationForm, guest_of, kept, new_form_id, read_form_id
from events.models import Event, Registration
from events.selectors import ListedEvent
from events.steps import (
    CheckRow,
    ask_or_check,
    asks_still,
    check_questions,
    empty_form,
    guesses_the_code,
    link_does_not_work,
    listed_or_404,
    must_confirm,
    nobody_registered,
    receipt_of,
    refused,
    rows_of,
    sends_too_many_mails,
    too_many_codes,
    too_many_mails,
    words_of_step,
)
from portal import tokens
from portal.connection_limits import limits_guesses
from portal.context import identity_facts
from portal.errors import DomainError
from portal.stamped import while_kept

CALENDAR_LIMIT = 200
EMBED_LIMIT = 20


@never_cache
@require_http_methods(["GET", "POST"])
@while_kept
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Form, page to check the answers, sending: one address, no answer ever in it."""
    listed = listed_or_404(slug)
    event = listed.event
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ("send", "change", "questions"):
        answers = Answers.open(request.POST.get("answers", ""), event=event)
        if answers and action == "send" and not asks_still(listed, answers):
            return _send(request, listed, answers)
        if answers and action in ("send", "questions"):
            return check_questions(request, listed, answers, partial(_check, request, listed))
        if event.takes_registrations():
            initial = {**answers.values, "told": answers.seal()} if answers else {}
            return _show_form(request, listed, initial=initial, is_unreadable=answers is None)
    if not event.takes_registrations():
        words = {**words_of_step(event, listed.title, _("Registration")), "phase": event.phase()}
        return TemplateResponse(request, "events/no_registration.html", words)
    if request.method == "GET":
        return empty_form(request, event, lambda own: _show_form(request, listed, **own))
    if guesses_the_code(request, event):
        return too_many_codes(request, listed)
    form = _form(event, request.POST)
    if not form.is_valid():
        return _show_invalid(request, listed, form)
    answers = Answers(event.pk, kept(form))
    check = partial(_check, request, listed, form=form)
    return ask_or_check(request, listed, answers, form.cleaned_data["told"], check)


def _form(event: Event, data=None, initial=None) -> RegistrationForm:
    workshops = selectors.sessions_of(event, language=get_language())
    return RegistrationForm(data, event=event, workshops=workshops, initial=initial)


def _show_form(
    request: HttpRequest, listed: ListedEvent, *, initial=None, is_unreadable: bool = False, form_id: str = "", **words
) -> HttpResponse:
    """``words`` take the place of what the page says of the visitor, such as the token of the form."""
    initial = {"form_id": form_id or new_form_id(listed.event), **(initial or {})}
    words = {
        **words_of_step(listed.event, listed.title, _("Registration")),
        "form": _form(listed.event, initial=initial),
        "phase": listed.phase,
        "is_unreadable": is_unreadable,
        "organisations": selectors.organisations_to_suggest(),
        **words,
    }
    return TemplateResponse(request, "events/register.html", words)


def _show_invalid(request: HttpRequest, listed: ListedEvent, form: RegistrationForm) -> HttpResponse:
    if "form_id" in form.errors:
        data = form.data.copy()
        data["form_id"] = new_form_id(listed.event)
        form = _form(listed.event, data)
        form.full_clean()
    words = {
        **words_of_step(listed.event, listed.title, _("Registration")),
        "form": form,
        "phase": listed.phase,
        "is_unreadable": form.is_valid(),
        "organisations": selectors.organisations_to_suggest(),
    }
    return TemplateResponse(request, "events/register.html", words)


def _check(
    request: HttpRequest,
    listed: ListedEvent,
    answers: Answers,
    more: list[CheckRow],
    form: RegistrationForm | None = None,
) -> HttpResponse:
    """``form``: the one just filled in, where the answers come from it and not from a page in between."""
    form = form or _form(listed.event, answers.as_typed())
    if not form.is_valid():
        return _show_invalid(request, listed, form)
    words = {
        **words_of_step(listed.event, listed.title, _("Check your answers")),
        "rows": [*rows_of(form), *more],
        "answers": answers.seal(),
        "phase": listed.phase,
    }
    return TemplateResponse(request, "events/check.html", words)


def _send(request: HttpRequest, listed: ListedEvent, answers: Answers) -> HttpResponse:
    """Register and go to the receipt. The same answers sent again lead to the same receipt."""
    event = listed.event
    if sends_too_many_mails(request, mails=1):
        return too_many_mails(request, listed, answers, mails=1)
    submission = read_form_id(answers.values["form_id"], event=event)
    try:
        registration = services.register(
            event_id=event.pk,
            submission=submission,
            guest=guest_of(answers.values),
            language=get_language(),
            code=answers.values.get("code", ""),
            must_confirm=must_confirm(request, people=1),
        )
    except DomainError as refusal:
        event.refresh_from_db()
        nobody_registered(request, people=1, mails=1)
        return refused(request, listed, answers, refusal.messages[0])
    return redirect("events:receipt", slug=event.slug, reference=registration.reference)


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What came of a registration, by its reference; shows nobody's data and can be kept as a bookmark."""
    listed = listed_or_404(slug)
    registration = get_object_or_404(listed.event.registrations, reference=reference)
    registration.event = listed.event
    words = {
        **words_of_step(listed.event, listed.title, _("State of the registration")),
        "registration": registration,
        "position": selectors.position(registration),
        **selectors.workshop_of(registration, language=get_language()),
    }
    return TemplateResponse(request, "events/receipt.html", words)


@never_cache
@require_http_methods(["GET", "POST"])
@limits_guesses
def cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened by GET it asks, by POST it acts; once used it leads to what came of it; all others get one answer."""
    if request.method == "POST":
        registration = services.cancel_by_link(secret=secret) or _cancelled_before(secret)
        return receipt_of(registration) if registration else link_does_not_work(request)
    registration = selectors.registration_by_subject(tokens.subject_of(secret, purpose=emails.PLACE_PURPOSE))
    if registration is None:
        registration = _cancelled_before(secret)
        return receipt_of(registration) if registration else link_does_not_work(request)
    title = selectors.title_of(registration.event, language=get_language())
    words = {
        **words_of_step(registration.event, title, _("Cancel the registration")),
        "registration": registration,
        "place_url": reverse("events:place", kwargs={"secret": secret}),
    }
    return TemplateResponse(request, "events/cancel.html", words)


def _cancelled_before(secret: str) -> Registration | None:
    return selectors.cancelled_by_subject(tokens.spent_subject_of(secret, purpose=emails.PLACE_PURPOSE))


def _calendar_answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.cache_scopes = ("content", "events")
    return response


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The public calendar entry of one event."""
    return _calendar_answer(calendars.public_calendar([listed_or_404(slug)], language=get_language()), slug)


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


@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The events to come as a page other sites may show in a frame. Takes the filters of the list."""
    language = get_language()
    chosen = EventFilter.from_address(request.GET)
    words = {
        "chosen": chosen,
        "upcoming": selectors.upcoming(limit=EMBED_LIMIT, language=language, chosen=chosen),
        "title": f"{selectors.index_title(language=language)}: {identity_facts(language).name}",
        "list_url": selectors.list_address(chosen, language=language),
    }
    response = TemplateResponse(request, "events/embed.html", words)
    response.cache_scopes = ("content", "events", "seats")
    response.is_for_other_sites = True
    return response
