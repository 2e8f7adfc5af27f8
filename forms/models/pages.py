from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField

from forms.blocks import PROSE, FormStepsBlock
from forms.codes import Audience, Purpose
from forms.freezing import steps_of
from forms.models.drafts import Draft
from forms.models.versions import FormVersion
from forms.ownership import owner_of
from forms.rules import faults_of_form, faults_of_steps
from portal.breadcrumb import trail_to
from portal.models import BasePage
from portal.privacy import Privacy
from programmes.selectors import centres_of

# On the start page of a form; the area of the centres lists them all.
DRAFTS_SHOWN = 20


class FormIndexPage(BasePage):
    """Leads to the forms."""

    privacy = Privacy(retention="until an editor deletes it", operational=("summary", "checked_on", "intro"))

    intro = RichTextField(_("introduction"), features=PROSE, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["forms.FormPage"]
    max_count_per_parent = 1
    template = "forms/form_index_page.html"

    class Meta:
        verbose_name = _("list of forms")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["trail"] = trail_to(self)
        context["form_pages"] = FormPage.objects.child_of(self).live().public().order_by("path")
        return context


class FormPageForm(WagtailAdminPageForm):
    """Tells the editor on publishing what is wrong with the form as a whole; a draft of the page may be unfinished."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation and cleaned.get("steps") and "steps" not in self.errors:
            steps = [child.block.get_prep_value(child.value) for child in cleaned["steps"]]
            for sentence in faults_of_form(cleaned.get("purpose", ""), steps):
                self.add_error("purpose", sentence)
        return cleaned


class FormPage(BasePage):
    """The start page of a form, and its blueprint; each publication freezes a FormVersion that people fill in."""

    privacy = Privacy(
        retention="until an editor deletes it",
        operational=(
            "summary", "checked_on", "purpose", "audience", "reference_prefix", "minutes", "intro", "needed",
            "privacy_note", "submit_label", "receipt_text", "steps",
        ),
    )  # fmt: skip

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.MESSAGE)
    audience = models.CharField(_("who may fill it in"), max_length=12, choices=Audience, default=Audience.PUBLIC)
    reference_prefix = models.SlugField(
        _("beginning of its references"), max_length=4, default="NP", help_text=_("Two to four capital letters.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=5)
    intro = RichTextField(_("what it is"), features=PROSE)
    needed = RichTextField(_("what people need at hand"), features=PROSE, blank=True)
    privacy_note = RichTextField(_("what happens to the data"), features=PROSE)
    submit_label = models.CharField(
        _("words of the last button"), max_length=60, help_text=_("Names the act, such as “Send the referral”.")
    )
    receipt_text = RichTextField(_("what happens next"), features=PROSE)
    steps = StreamField(FormStepsBlock(), verbose_name=_("steps"))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("purpose"), FieldPanel("audience"), FieldPanel("reference_prefix")], heading=_("Kind of form")
        ),
        MultiFieldPanel(
            [FieldPanel("intro"), FieldPanel("needed"), FieldPanel("minutes"), FieldPanel("privacy_note")],
            heading=_("Start page"),
        ),
        FieldPanel("steps"),
        MultiFieldPanel([FieldPanel("submit_label"), FieldPanel("receipt_text")], heading=_("End")),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("reference_prefix"),
        SynchronizedField("minutes"),
    ]
    base_form_class = FormPageForm
    parent_page_types = ["forms.FormIndexPage"]
    subpage_types: list[str] = []
    template = "forms/form_page.html"

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    @property
    def is_for_centres(self) -> bool:
        return self.audience == Audience.CENTRES

    @property
    def for_whom(self) -> str:
        """The words over its title in lists; nothing where everybody may fill it in."""
        return gettext("For counselling centres") if self.is_for_centres else ""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        drafts = Draft.objects.open().owned_by(**owner_of(request)).filter(version__form_key=self.translation_key)
        drafts = drafts.select_related("version").defer("need", "identity", "special")
        centres = centres_of(request.user).order_by("name")
        return {
            **context,
            "trail": trail_to(self),
            "drafts": drafts.order_by("-updated_at")[:DRAFTS_SHOWN],
            "centres": centres if self.is_for_centres and len(centres) > 1 else [],
            "has_version": FormVersion.objects.of_form(self.translation_key).exists(),
        }

    def clean(self):
        super().clean()
        if self.reference_prefix and not self.reference_prefix.isupper():
            raise ValidationError({"reference_prefix": _("Use capital letters.")})

    def publish(self, revision, *args, **kwargs):
        refuse_faulty(revision.as_object())
        super().publish(revision, *args, **kwargs)


def refuse_faulty(page: FormPage) -> None:
    """Stop the publication of a form that contradicts itself, whoever publishes it."""
    steps = steps_of(page)
    sentences = [fault.sentence for fault in faults_of_steps(steps)] + faults_of_form(page.purpose, steps)
    if sentences:
        raise ValidationError(sentences)
