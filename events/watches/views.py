"""The public way of a watch: form, mail, confirm, stop. Whether an address is known shows nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events import selectors as events
from events.models import Watch
from events.watches import selectors, services
from events.watches.inputs import WatchForm, initial
from portal.connection_limits import is_too_much, limits_guesses, too_many_sentence

MOST_ASKED = 20


def _page(request: HttpRequest, template: str, title: str, *, status: int = 200, **words) -> HttpResponse:
    language = get_language()
    words |= {
        "title": title,
        "index_url": events.index_path(language=language),
        "trail": [*events.trail(language=language), ("", title)],
    }
    return TemplateResponse(request, template, words, status=status)


def _wish(watch: Watch) -> dict:
    ends_at = watch.confirmed_at + services.CONFIRMED if watch.confirmed_at else None
    return {"watch": watch, "region": selectors.region_name(watch), "ends_at": ends_at}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Takes an address and what it waits for."""
    is_sent = request.method == "POST"
    form = WatchForm(request.POST) if is_sent else WatchForm(initial=initial(request.GET))
    status = 200
    if is_sent and form.is_valid():
        if not is_too_much(request, what="event-watch", most=MOST_ASKED):
            services.ask(**form.wish(), language=get_language())
            return redirect("watches:asked")
        form.add_error(None, too_many_sentence())
        status = 429
    return _page(request, "events/watches/ask.html", _("Tell me about the next event"), status=status, form=form)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody, known or not."""
    return _page(request, "events/watches/asked.html", _("Look into your mails"), days=services.UNCONFIRMED.days)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits_guesses
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened by GET it asks, by POST it acts; used already it shows what came of it."""
    if request.method == "POST":
        services.confirm(secret=secret, language=get_language())
        return redirect("watches:confirm", secret=secret) if selectors.confirmed_with(secret) else _no_link(request)
    confirmed = selectors.confirmed_with(secret)
    if confirmed:
        return _page(request, "events/watches/confirmed.html", _("We will tell you"), **_wish(confirmed))
    watch = selectors.to_confirm(secret)
    return (
        _page(request, "events/watches/confirm.html", _("Shall we tell you?"), **_wish(watch))
        if watch
        else _no_link(request)
    )


@never_cache
@csrf_exempt  # a mail program has no page to take a token from; the secret is what lets it act
@require_http_methods(["GET", "HEAD", "POST"])
@limits_guesses
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened by GET it asks, by POST it acts; used already it says so. A mail program gets no redirect (RFC 8058)."""
    if request.method == "POST":
        services.stop(secret=secret)
    if selectors.is_stopped(secret):
        if request.method == "POST" and "List-Unsubscribe" not in request.POST:
            return redirect("watches:stop", secret=secret)
        return _page(request, "events/watches/stopped.html", _("You get no more mails"))
    watch = selectors.to_stop(secret)
    return (
        _page(request, "events/watches/stop.html", _("No more mails?"), **_wish(watch)) if watch else _no_link(request)
    )


def _no_link(request: HttpRequest) -> HttpResponse:
    return _page(request, "events/watches/no_link.html", _("This link does not work"), status=404)
