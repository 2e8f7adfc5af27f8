"""What centres of one organisation offer alike: worded once for all of them, shown on every entry that takes it over.

Such an entry points at the offer, so a change of its words is seen on all of them at once. Whoever wants words of its
own copies them (``programmes.upkeep.inputs.WordsForm``) and is not bound to the offer any more.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel

from programmes.languages import content_languages
from programmes.models.centres import Centre, Organisation


class SharedOffer(ClusterableModel):
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="shared_offers", verbose_name=_("organisation")
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Editors and centres choose by it; readers see the headings below.")
    )

    panels = [
        FieldPanel("organisation"),
        FieldPanel("name"),
        InlinePanel("texts", heading=_("Words"), label=_("language"), min_num=1),
    ]

    class Meta:
        ordering = ["organisation", "name"]
        verbose_name = _("offer of a network")
        verbose_name_plural = _("offers of networks")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "name",
                name="programmes_sharedoffer_name_once",
                violation_error_message=_("This organisation has an offer of this name already."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.name}"


class SharedOfferText(models.Model):
    """The offer in one language."""

    offer = ParentalKey(SharedOffer, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=content_languages)
    title = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"), max_length=2_000)

    class Meta:
        ordering = ["language"]
        verbose_name = _("words of an offer")
        verbose_name_plural = _("words of an offer")
        constraints = [
            models.UniqueConstraint(
                "offer",
                "language",
                name="programmes_sharedoffertext_once_per_language",
                violation_error_message=_("There are words in this language already."),
            )
        ]

    def __str__(self):
        return f"{self.language}: {self.title}"


class CentreSharedOffer(models.Model):
    """An offer of the organisation that a centre has, too."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="shared_offers")
    offer = models.ForeignKey(
        SharedOffer, on_delete=models.PROTECT, related_name="links", verbose_name=_("offer of a network")
    )

    class Meta:
        ordering = ["offer"]
        verbose_name = _("offer of the network")
        verbose_name_plural = _("offers of the network")
        constraints = [
            models.UniqueConstraint(
                "centre",
                "offer",
                name="programmes_centresharedoffer_once",
                violation_error_message=_("This offer is in the list already."),
            )
        ]

    def __str__(self):
        return str(self.offer)

    def clean(self):
        if self.offer_id and self.centre_id and self.offer.organisation_id != self.centre.organisation_id:
            raise ValidationError({"offer": _("This offer belongs to another organisation than the centre.")})
