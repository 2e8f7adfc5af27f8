"""Answers for machines, outside the language trees."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.sitemaps import PublicCentres, PublicPages
from portal.context import identity_facts

# What a search engine shall leave alone: work areas, personal pages and search results.
CLOSED = ("/cms/", "/konto/", "/bereich/", "/sprache/", "/*/suche/", "/*/formulare/*/", "/*/merkblatt/*?")
SCOPES = ("content", "directory", "events")


def _sections(request: HttpRequest) -> dict[str, Sitemap]:
    return {"seiten": PublicPages(request), "beratungsstellen": PublicCentres(request)}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    response = sitemaps.index(request, _sections(request), sitemap_url_name="sitemap_section")
    response.cache_scopes = SCOPES
    return response


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    response = sitemaps.sitemap(request, _sections(request), section=section)
    response.cache_scopes = SCOPES
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); absent until the operator has entered an address."""
    email = identity_facts(settings.LANGUAGE_CODE).email
    if not email:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.BASE_URL}{reverse('security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
