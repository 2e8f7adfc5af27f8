"""An office registers several people at once: form, page to check, receipt, and the page behind the contact's link."""

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import emails, selectors, services
from events.forms import Answers, guest_of, kept, new_form_id, read_form_id
from events.group_forms import SHARED, GroupForm, with_one_more, without
from events.models import Event, Group
from events.selectors import ListedEvent
from events.services import Contact
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
    refused,
    rows_of,
    sends_too_many_mails,
    too_many_codes,
    too_many_mails,
    words_of_step,
)
from portal import tokens
from portal.connection_limits import limits_guesses
from portal.errors import DomainError
from portal.stamped import while_kept


@dataclass(frozen=True)
class CheckedGuest:
    """One person on the page to check the answers."""

    number: int
    rows: list[CheckRow]


@never_cache
@require_http_methods(["GET", "POST"])
@while_kept
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Form, page to check the answers, sending: one address, no answer ever in it."""
    listed = listed_or_404(slug)
    event = listed.event
    if not event.takes_groups:
        return redirect("events:register", slug=slug)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ("send", "change", "questions"):
        answers = Answers.open(request.POST.get("answers", ""), event=event)
        if answers and action == "send" and not asks_still(listed, answers):
            return _send(request, listed, answers)
        if answers and action in ("send", "questions"):
            return check_questions(request, listed, answers, partial(_check, request, listed))
        if event.takes_registrations():
            return _show_form(request, listed, answers=answers, is_unreadable=answers is None)
    if not event.takes_registrations():
        words = {**words_of_step(event, listed.title, _("Registration")), "phase": event.phase()}
        return TemplateResponse(request, "events/no_registration.html", words)
    if request.method == "GET":
        return empty_form(request, event, lambda own: _show_form(request, listed, **own))
    if guesses_the_code(request, event):
        return too_many_codes(request, listed)
    if action == "add":
        return _show_typed(request, listed, with_one_more(request.POST))
    if action.startswith("remove-") and action.removeprefix("remove-").isdecimal():
        return _show_typed(request, listed, without(request.POST, int(action.removeprefix("remove-")[:3])))
    form = _form(event, request.POST)
    if not form.is_valid():
        return _show_invalid(request, listed, form)
    answers = Answers(event.pk, kept(form), [kept(part) for part in form.parts])
    check = partial(_check, request, listed, form=form)
    return ask_or_check(request, listed, answers, form.cleaned_data["told"], check)


def _form(event: Event, data=None, **options) -> GroupForm:
    return GroupForm(data, event=event, workshops=selectors.sessions_of(event, language=get_language()), **options)


def _page(
    request: HttpRequest, listed: ListedEvent, form: GroupForm, *, is_unreadable: bool = False, **words
) -> HttpResponse:
    words = {
        **words_of_step(listed.event, listed.title, _("Register several people")),
        "form": form,
        "phase": listed.phase,
        "is_unreadable": is_unreadable,
        "organisations": selectors.organisations_to_suggest(),
        **words,
    }
    return TemplateResponse(request, "events/register_group.html", words)


def _show_form(
    request: HttpRequest,
    listed: ListedEvent,
    *,
    answers: Answers | None = None,
    is_unreadable: bool = False,
    form_id: str = "",
    **words,
) -> HttpResponse:
    """``words`` take the place of what the page says of the visitor, such as the token of the form."""
    typed = {**answers.values, "told": answers.seal()} if answers else {}
    initial = {"form_id": form_id or new_form_id(listed.event), **typed}
    form = _form(listed.event, initial=initial, guests=answers.guests if answers else ())
    return _page(request, listed, form, is_unreadable=is_unreadable, **words)


def _show_typed(request: HttpRequest, listed: ListedEvent, data) -> HttpResponse:
    """What was typed so far, unjudged: somebody adds or takes away a person in the middle of it."""
    typed = _form(listed.event, data)
    initial = {name: field.value() for name, field in ((name, typed[name]) for name in typed.fields)}
    guests = [{name: part[name].value() for name in part.fields} for part in typed.parts]
    return _page(request, listed, _form(listed.event, initial=initial, guests=guests))


def _show_invalid(request: HttpRequest, listed: ListedEvent, form: GroupForm) -> HttpResponse:
    is_unreadable = "form_id" in form.errors
    if is_unreadable:
        data = form.data.copy()
        data["form_id"] = new_form_id(listed.event)
        form = _form(listed.event, data)
        is_unreadable = form.is_valid()
    return _page(request, listed, form, is_unreadable=is_unreadable)


def _check(
    request: HttpRequest,
    listed: ListedEvent,
    answers: Answers,
    more: list[CheckRow],
    form: GroupForm | None = None,
) -> HttpResponse:
    """``form``: the one just filled in, where the answers come from it and not from a page in between."""
    form = form or _form(listed.event, answers.as_typed())
    if not form.is_valid():
        return _show_invalid(request, listed, form)
    words = {
        **words_of_step(listed.event, listed.title, _("Check your answers")),
        "rows": [*rows_of(form), *more],
        "guests": [CheckedGuest(number, rows_of(part)) for number, part in enumerate(form.parts, 1)],
        "answers": answers.seal(),
        "phase": listed.phase,
    }
    return TemplateResponse(request, "events/check.html", words)


def _send(request: HttpRequest, listed: ListedEvent, answers: Answers) -> HttpResponse:
    event, values = listed.event, answers.values
    people, mails = len(answers.guests), 1 + sum(bool(guest.get("email")) for guest in answers.guests)
    if sends_too_many_mails(request, mails=mails):
        return too_many_mails(request, listed, answers, mails=mails)
    shared = {name: values.get(name, "") for name in SHARED}
    try:
        group = services.register_group(
            event_id=event.pk,
            submission=read_form_id(values["form_id"], event=event),
            contact=Contact(name=values["contact_name"], email=values["contact_email"]),
            guests=[guest_of({**guest, **shared, "answers": answers.to_questions}) for guest in answers.guests],
            language=get_language(),
            code=values.get("code", ""),
            must_confirm=must_confirm(request, people=people),
        )
    except DomainError as refusal:
        event.refresh_from_db()
        nobody_registered(request, people=people, mails=mails)
        return refused(request, listed, answers, refusal.messages[0])
    return redirect("events:group_receipt", slug=event.slug, reference=group.reference)


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What came of it, by the reference of the group; shows nobody's data and can be kept as a bookmark."""
    listed = listed_or_404(slug)
    group = get_object_or_404(listed.event.groups, reference=reference)
    return TemplateResponse(request, "events/group_receipt.html", _words_of(group, listed.title))


def _words_of(group: Group, title: str) -> dict:
    places = selectors.places_of(group)
    return {
        **words_of_step(group.event, title, _("State of the registration")),
        "group": group,
        "places": places,
        "is_offered": any(place.is_offered for place in places),
        "is_active": any(not place.is_cancelled for place in places),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@limits_guesses
def places(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the contact's link: how each place stands; confirm all, give all back, go to each."""
    group = selectors.group_by_subject(tokens.subject_of(secret, purpose=emails.GROUP_PURPOSE))
    if group is None:
        return link_does_not_work(request)
    title = selectors.title_of(group.event, language=get_language())
    refusal = _act(group, request.POST.get("action", "")) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect("events:group", secret=secret)
    words = {**_words_of(group, title), "secret": secret, "refusal": refusal}
    return TemplateResponse(request, "events/group.html", words)


def _act(group: Group, action: str) -> str:
    """Do what a button of the page says; returns the sentence of a refusal."""
    try:
        if action == "confirm":
            services.accept_group(group_id=group.pk)
        elif action == "cancel":
            services.cancel_group(group_id=group.pk)
    except DomainError as refusal:
        return refusal.messages[0]
    return ""
