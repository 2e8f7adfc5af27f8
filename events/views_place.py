"""The pages behind the link of one place: see how it stands, confirm it, change it, take another date, give it back.

The link is that of the person, or that of the contact of a group together with the reference of the place.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import changes, emails, selectors, services
from events.forms import ChangeForm, QuestionForm, guest_of, kept, typed_answers
from events.models import Registration
from events.selectors import AskedQuestion
from events.steps import link_does_not_work, receipt_of, sends_too_many_mails, words_of_step
from portal import tokens
from portal.connection_limits import limits_guesses, too_many_sentence
from portal.errors import DomainError


def _found(secret: str, reference: str) -> Registration | None:
    """The place the link stands for, whatever its state."""
    if not reference:
        subject = tokens.subject_of(secret, purpose=emails.PLACE_PURPOSE)
        if subject:
            return selectors.registration_of_link(subject)
        # The link ends with the place; whoever opens it again sees that the place is given back.
        return selectors.cancelled_by_subject(tokens.spent_subject_of(secret, purpose=emails.PLACE_PURPOSE))
    group = selectors.group_by_subject(tokens.subject_of(secret, purpose=emails.GROUP_PURPOSE))
    return group and group.registrations.filter(reference=reference).select_related("event", "group").first()


def _address(view: str, secret: str, reference: str) -> str:
    if reference:
        return reverse(f"events:group_{view}", kwargs={"secret": secret, "reference": reference})
    return reverse(f"events:{view}", kwargs={"secret": secret})


def _words(registration: Registration, step: str, secret: str, reference: str) -> dict:
    language = get_language()
    return {
        **words_of_step(registration.event, selectors.title_of(registration.event, language=language), step),
        "registration": registration,
        "place_url": _address("place", secret, reference),
        "change_url": _address("change_place", secret, reference),
        "questions_url": _address("place_questions", secret, reference),
        "cancel_url": _address("cancel", secret, reference),
        "group_url": reverse("events:group", kwargs={"secret": secret}) if reference else "",
    }


@never_cache
@require_http_methods(["GET", "POST"])
@limits_guesses
def place(request: HttpRequest, secret: str, reference: str = "") -> HttpResponse:
    """How the place stands, and what can be done with it. Opened by GET nothing changes."""
    registration = _found(secret, reference)
    if registration is None:
        return link_does_not_work(request)
    refusal, has_list = "", _has_list(registration, reference)
    if request.method == "POST":
        try:
            if has_list and request.POST.get("action") in ("show", "hide"):
                is_shown = request.POST["action"] == "show"
                changes.show_to_guests(registration_id=registration.pk, is_shown=is_shown)
                return redirect(f"{_address('place', secret, reference)}#gaeste")
            done = _act(registration, request.POST)
        except DomainError as error:
            refusal = error.messages[0]
            registration.refresh_from_db()
        else:
            return receipt_of(done)
    language, asks = get_language(), _asks(registration, reference)
    words = {
        **_words(registration, _("Your place"), secret, reference),
        "position": selectors.position(registration),
        "other_dates": []
        if registration.is_cancelled
        else selectors.other_dates(registration.event, language=language),
        "refusal": refusal,
        "has_list": has_list,
        "guests": selectors.guests_seen_by(registration) if has_list else [],
        "asks": asks,
        "owes_answers": selectors.owes_answers(registration, asks),
        # Of the contact of a group only those ask who have no link of their own.
        "online_link": "" if reference and registration.email else selectors.online_link_of(registration),
        **selectors.workshop_of(registration, language=language),
    }
    return TemplateResponse(request, "events/place.html", words)


def _has_list(registration: Registration, reference: str) -> bool:
    """Whether this page tells of the other guests: never to the contact of a group, whose link is no guest's own."""
    event = registration.event
    return not (reference or registration.is_cancelled or event.cancelled_at) and event.shows_guests


def _act(registration: Registration, posted) -> Registration:
    """Confirm the place, or take another date; anything else changes nothing. Done twice it is as done once."""
    if posted.get("action") == "confirm" and registration.is_offered:
        return services.accept(registration_id=registration.pk)
    if posted.get("action") == "date":
        others = selectors.other_dates(registration.event, language=get_language())
        chosen = next((other.event for other in others if other.event.slug == posted.get("date")), None)
        if chosen is None:
            raise DomainError(_("There is no registration for this date at the moment."), code="no-date")
        return changes.change_date(registration_id=registration.pk, event_id=chosen.pk)
    return registration


@never_cache
@require_http_methods(["GET", "POST"])
@limits_guesses
def change(request: HttpRequest, secret: str, reference: str = "") -> HttpResponse:
    """Other answers, or another person in the same place."""
    registration = _found(secret, reference)
    if registration is None or registration.is_cancelled:
        return link_does_not_work(request)
    workshops = selectors.sessions_of(registration.event, language=get_language())
    # What a guest with an address of their own needs is told by their own link; it is not for the contact of the group.
    knows_needs = not reference or not registration.email
    options = {
        "event": registration.event,
        "workshops": workshops,
        "has_contact": registration.group_id is not None,
        "shows_needs": knows_needs,
    }
    form = ChangeForm(request.POST or None, initial=selectors.told_by(registration), **options)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            guest = guest_of(kept(form))
            # The one who had the place and the one who gets it: whoever changes could name very many strangers.
            if guest.email != registration.email and sends_too_many_mails(request, mails=2):
                raise DomainError(too_many_sentence())
            changed = changes.change(registration_id=registration.pk, guest=guest, knows_needs=knows_needs)
            return receipt_of(changed)
        except DomainError as error:
            refusal = error.messages[0]
    words = {
        **_words(registration, _("Change the registration"), secret, reference),
        "form": form,
        "refusal": refusal,
        "knows_needs": knows_needs,
        "organisations": selectors.organisations_to_suggest(),
    }
    return TemplateResponse(request, "events/change.html", words)


def _asks(registration: Registration, reference: str) -> list[AskedQuestion]:
    """What the event asks of this person, and whoever has this link may answer for them."""
    if registration.is_cancelled or registration.event.is_over_or_off or (reference and registration.email):
        return []
    return selectors.questions_to(registration, language=get_language())


@never_cache
@require_http_methods(["GET", "POST"])
@limits_guesses
def answer_questions(request: HttpRequest, secret: str, reference: str = "") -> HttpResponse:
    """The questions of the event with what was answered so far: whoever took over a place was asked nothing yet."""
    registration = _found(secret, reference)
    questions = _asks(registration, reference) if registration else []
    if not questions:
        return link_does_not_work(request)
    form = QuestionForm(request.POST or None, questions=questions, initial=typed_answers(registration.answers))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            changes.answer(registration_id=registration.pk, answers=form.answers())
            return redirect(_address("place", secret, reference))
        except DomainError as error:
            refusal = error.messages[0]
    words = {**_words(registration, _("Questions of the event"), secret, reference), "form": form, "refusal": refusal}
    return TemplateResponse(request, "events/place_questions.html", words)


@never_cache
@require_http_methods(["GET", "POST"])
@limits_guesses
def cancel_in_group(request: HttpRequest, secret: str, reference: str) -> HttpResponse:
    """Opened by GET it asks, by POST it acts; done twice it is as done once."""
    registration = _found(secret, reference)
    if registration is None:
        return link_does_not_work(request)
    if request.method == "POST" or registration.is_cancelled:
        if not registration.is_cancelled:
            services.cancel(registration_id=registration.pk)
        return redirect("events:group", secret=secret)
    words = _words(registration, _("Cancel the registration"), secret, reference)
    return TemplateResponse(request, "events/cancel.html", words)
