"""What the forms do when Wagtail says that something happened to a page."""

from wagtail.signals import page_published

from forms.models.pages import FormPage
from forms.services import freeze_version


def on_publication(sender, instance, **kwargs):
    freeze_version(page=instance)


page_published.connect(on_publication, sender=FormPage, dispatch_uid="forms-freeze-version")
