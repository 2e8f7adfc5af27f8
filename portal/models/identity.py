from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting, ClusterableModel):
    """Who runs the portal and who pays for it: facts here, their words per language in the texts below."""

    name = models.CharField(_("name of the portal"), max_length=80, default="Neustart-Portal")
    operator = models.CharField(_("operator"), max_length=160, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    project_name = models.CharField(_("project"), max_length=200, blank=True)
    grant_number = models.CharField(_("grant number"), max_length=60, blank=True)
    fund = models.CharField(_("fund"), max_length=120, blank=True)
    funded_from = models.DateField(_("funded from"), null=True, blank=True)
    funded_until = models.DateField(_("funded until"), null=True, blank=True)
    has_eu_funding = models.BooleanField(_("co-funded by the European Union"), default=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("operator"), FieldPanel("email"), FieldPanel("telephone")],
            heading=_("Portal"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("project_name"),
                FieldPanel("grant_number"),
                FieldPanel("fund"),
                FieldPanel("funded_from"),
                FieldPanel("funded_until"),
                FieldPanel("has_eu_funding"),
            ],
            heading=_("Funding"),
        ),
        InlinePanel("texts", heading=_("Texts per language"), label=_("Text")),
    ]

    class Meta:
        verbose_name = _("identity of the portal")

    def __str__(self):
        return self.name


class SiteIdentityText(models.Model):
    identity = ParentalKey(SiteIdentity, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    footer = models.TextField(_("footer"), blank=True)
    funding_line = models.CharField(
        _("funding statement"), max_length=160, blank=True, help_text=_("The words beside the emblem, written out.")
    )

    panels = [FieldPanel("language"), FieldPanel("tagline"), FieldPanel("footer"), FieldPanel("funding_line")]

    class Meta:
        verbose_name = _("text of the portal")
        constraints = [models.UniqueConstraint(fields=["identity", "language"], name="portal_identity_text_once")]

    def __str__(self):
        return self.language


def best_text(texts: list[SiteIdentityText], language: str) -> SiteIdentityText | None:
    """The words in the language asked for, else German, else the first there are."""
    found = {text.language: text for text in texts}
    return found.get(language) or found.get("de") or next(iter(found.values()), None)
