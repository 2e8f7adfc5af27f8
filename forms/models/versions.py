from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.codes import Audience, Purpose
from portal.privacy import Privacy


class FormVersionQuerySet(models.QuerySet):
    def of_form(self, form_key):
        return self.filter(form_key=form_key)

    def newest_first(self):
        return self.order_by("-number")


class FormVersion(models.Model):
    """A form as it was on the day it was published, with its words in every language; never changed afterwards.

    ``definition`` is the form in German, ``words`` holds the other languages (``forms.definition`` reads both). Drafts
    and submissions point here, so that an answer always stands beside the question that was asked.
    """

    privacy = Privacy(
        retention="as long as a draft or submission uses it",
        operational=(
            "form_key", "number", "digest", "slug", "title", "purpose", "audience", "definition", "words", "created_at",
        ),
    )  # fmt: skip

    # The translation key of the form page: one form in all its languages, also after its page is gone.
    form_key = models.UUIDField(_("form"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    slug = models.SlugField(max_length=255, editable=False)
    title = models.CharField(_("title"), max_length=255, editable=False)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, editable=False)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, editable=False)
    definition = models.JSONField(editable=False)
    words = models.JSONField(editable=False, default=dict)
    created_at = models.DateTimeField(_("published"), default=timezone.now, editable=False)

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        default_permissions = ()
        indexes = [models.Index(fields=["slug", "-number"])]
        constraints = [
            models.UniqueConstraint(fields=["form_key", "number"], name="forms_version_number_once"),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A form version is never changed; publishing the form makes a new one.")
        super().save(*args, **kwargs)
