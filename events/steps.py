"""What the pages of a registration share: the frame of a step, answers to check, the two ways a link can end."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import selectors
from events.forms import Answers, QuestionForm, new_form_id, typed_answers
from events.models import Event, Registration
from events.selectors import AskedQuestion, ListedEvent
from events.services import is_invited
from events.states import Access
from portal.connection_limits import give_back, is_too_much, too_many_sentence, was_too_much
from portal.page_cache import shell
from portal.templatetags.portal_tags import list_comma

GUESS, WRONG_CODES = "invitation-code", 20
REGISTERED, MAILED = "registered-people", "registration-mails"
# For each person who may register over a connection; a group has a mail for each guest, and one for its contact.
MAILS_A_PERSON = 10


@dataclass(frozen=True)
class CheckRow:
    """One answer on the page to check them."""

    name: str
    label: str
    value: str
    is_latin: bool = False


def listed_or_404(slug: str) -> ListedEvent:
    listed = selectors.public_event(slug=slug, language=get_language())
    if listed is None:
        raise Http404
    return listed


def empty_form(request: HttpRequest, event: Event, build: Callable[[dict[str, str]], HttpResponse]) -> HttpResponse:
    """A form of registration as everybody finds it, from memory. ``build(own)`` makes the page with these two words."""
    return shell(
        request,
        build,
        scopes=("content", "directory", "events"),
        facts=(event.pk, event.phase(), event.is_full_on_site, event.is_full_online),
        own={"csrf_token": lambda: get_token(request), "form_id": lambda: new_form_id(event)},
    )


def words_of_step(event: Event, title: str, step: str) -> dict:
    """What every page of a registration says about the event it belongs to."""
    language = get_language()
    trail = [*selectors.trail(language=language), (selectors.event_path(event, language=language), title), ("", step)]
    return {
        "event": event,
        "event_title": title,
        "event_url": selectors.event_path(event, language=language),
        "index_url": selectors.index_path(language=language),
        "trail": trail,
    }


def rows_of(form) -> list[CheckRow]:
    """The answers of a valid form in the words of the page to check them."""
    rows = []
    for name, field in form.fields.items():
        if name in getattr(form, "unanswered", ()):
            continue
        value = form.cleaned_data[name]
        choices = dict(getattr(field, "choices", ()))
        values = value if isinstance(value, list) else [value]
        shown = list_comma().join(str(choices.get(one, one)) for one in values if one)
        rows.append(CheckRow(name=name, label=str(field.label), value=shown, is_latin=name.endswith("email")))
    return rows


def receipt_of(registration: Registration) -> HttpResponse:
    return redirect("events:receipt", slug=registration.event.slug, reference=registration.reference)


def link_does_not_work(request: HttpRequest) -> HttpResponse:
    language = get_language()
    words = {"index_url": selectors.index_path(language=language), "trail": selectors.trail(language=language)}
    return TemplateResponse(request, "events/link_does_not_work.html", words, status=404)


def guesses_the_code(request: HttpRequest, event: Event) -> bool:
    """Whether this connection has sent too many wrong invitation codes; then the right one does not help any more."""
    if event.access != Access.CODE or request.method != "POST" or "code" not in request.POST:
        return False
    if was_too_much(request, what=GUESS, most=WRONG_CODES):
        return True
    return not is_invited(event, request.POST["code"]) and is_too_much(request, what=GUESS, most=WRONG_CODES)


def too_many_codes(request: HttpRequest, listed: ListedEvent) -> HttpResponse:
    words = {
        **words_of_step(listed.event, listed.title, _("Registration")),
        "phase": "",
        "refusal": _("Too many wrong codes came from your connection. Please try again in a quarter of an hour."),
    }
    return TemplateResponse(request, "events/refused.html", words, status=429)


def must_confirm(request: HttpRequest, *, people: int) -> bool:
    """Whether so many people registered over this connection that a program may have invented them.

    Nobody is turned away: their places are kept until the link of the mail is used.
    """
    return is_too_much(request, what=REGISTERED, most=settings.REGISTRATIONS_PER_CONNECTION, more=people)


def sends_too_many_mails(request: HttpRequest, *, mails: int) -> bool:
    """Whether the portal would be made to write to very many strangers."""
    most = MAILS_A_PERSON * settings.REGISTRATIONS_PER_CONNECTION
    return is_too_much(request, what=MAILED, most=most, more=mails)


def nobody_registered(request: HttpRequest, *, people: int, mails: int) -> None:
    """What was counted for a registration that was refused does not count."""
    give_back(request, what=REGISTERED, tries=people)
    give_back(request, what=MAILED, tries=mails)


def too_many_mails(request: HttpRequest, listed: ListedEvent, answers: Answers, *, mails: int) -> HttpResponse:
    give_back(request, what=MAILED, tries=mails)
    return refused(request, listed, answers, too_many_sentence(), status=429)


def refused(
    request: HttpRequest, listed: ListedEvent, answers: Answers, sentence: str, *, status: int = 200
) -> HttpResponse:
    """The last click led to nothing; what was typed is still there."""
    event = listed.event
    words = {
        **words_of_step(event, listed.title, _("Registration")),
        "phase": event.phase(),
        "refusal": sentence,
        "answers": answers.seal(),
    }
    return TemplateResponse(request, "events/refused.html", words, status=status)


def ask_or_check(
    request: HttpRequest, listed: ListedEvent, answers: Answers, told: str, check: Callable[..., HttpResponse]
) -> HttpResponse:
    """After the form: the questions of the event to this audience, if it has any, else the page to check.

    ``told`` are answers given before, under seal; ``check(answers, rows)`` shows the page to check.
    """
    questions = _questions(listed, answers)
    if not questions:
        return check(answers, [])
    before = Answers.open(told, event=listed.event)
    initial = typed_answers(before.to_questions if before else {})
    return _questions_page(request, listed, answers, QuestionForm(questions=questions, initial=initial))


def check_questions(
    request: HttpRequest, listed: ListedEvent, answers: Answers, check: Callable[..., HttpResponse]
) -> HttpResponse:
    """After the questions: the page to check, or the questions once more."""
    form = QuestionForm(request.POST, questions=_questions(listed, answers))
    if not form.is_valid():
        return _questions_page(request, listed, answers, form)
    return check(answers.with_questions(form.answers()), rows_of(form))


def asks_still(listed: ListedEvent, answers: Answers) -> bool:
    """Whether a question that must be answered is not: somebody went past its page."""
    told = typed_answers(answers.to_questions)
    return not QuestionForm(told, questions=_questions(listed, answers)).is_valid()


def _questions(listed: ListedEvent, answers: Answers) -> list[AskedQuestion]:
    return selectors.questions_of(listed.event, language=get_language(), audience=answers.values.get("audience", ""))


def _questions_page(request: HttpRequest, listed: ListedEvent, answers: Answers, form: QuestionForm) -> HttpResponse:
    words = {
        **words_of_step(listed.event, listed.title, _("Questions of the event")),
        "form": form,
        "answers": answers.seal(),
        "is_group": bool(answers.guests),
    }
    return TemplateResponse(request, "events/questions.html", words)
