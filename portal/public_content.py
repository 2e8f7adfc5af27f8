"""Which changes make stored public pages old. Wagtail says so by signals; the apps follow their own facts."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.models import PortalImage, SiteIdentity, SiteIdentityText
from portal.page_cache import changed, follow


def on_page_change(sender, **kwargs):
    changed("content")


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(on_page_change, dispatch_uid=f"page-cache-{id(signal)}")

for model in (Locale, PageViewRestriction, PortalImage, Redirect, Site, SiteIdentity, SiteIdentityText):
    follow(model, "content")


@receiver(post_delete)
def on_page_delete(sender, **kwargs):
    if issubclass(sender, Page):
        changed("content")
