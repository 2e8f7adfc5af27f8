from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.models import OutgoingMail, ParkedJob
from portal.models.mail import MailState


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """German first; another language only for a reader who chose it."""
    response = redirect(f"/{get_language()}/")
    response["Vary"] = "Cookie"
    return response


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language a reader chose and go on to the page in it."""
    if code not in dict(settings.LANGUAGES):
        code = settings.LANGUAGE_CODE
    target = request.GET.get("next", "")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = f"/{code}/"
    response = redirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers; also how many mails and jobs wait for a person."""
    try:
        connection.ensure_connection()
        waiting = {
            "mail_given_up": OutgoingMail.objects.filter(state=MailState.FAILED).count(),
            "jobs_parked": ParkedJob.objects.count(),
        }
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ready", **waiting})


@never_cache
def after_login(request: HttpRequest) -> HttpResponse:
    """Staff go to the CMS, members of a centre to their area."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    return redirect("/cms/" if request.user.has_perm("wagtailadmin.access_admin") else "/bereich/")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """A page of a library that this portal does not offer."""
    raise Http404


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or cookies are off: say so, and how to go on."""
    return render(request, "403_csrf.html", status=403)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Written without database and context processors: it must come up when nothing else does."""
    return HttpResponse(render_to_string("500.html"), status=500)
