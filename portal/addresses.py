"""The public address of the site comes from the settings; Wagtail keeps a copy of it, which is set here."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def set_site_address() -> str:
    """Give the default site the host and port of PORTAL_BASE_URL; returns the address."""
    parts = urlsplit(settings.BASE_URL)
    site = Site.objects.get(is_default_site=True)
    site.hostname = parts.hostname
    site.port = parts.port or (443 if parts.scheme == "https" else 80)
    site.save()
    return site.root_url
