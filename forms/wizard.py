"""The steps of a form: django-formtools with one encrypted draft per address.

No step opens before those ahead of it, whether by GET or by POST; a GET writes nothing; every POST is kept, also a
faulty one, but a program's is not; the last step leads to the check page, whose POST sends the draft (``forms.views``).
"""

from collections import OrderedDict
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from formtools.wizard.forms import ManagementForm
from formtools.wizard.storage.base import BaseStorage
from formtools.wizard.views import NamedUrlWizardView

from forms.access import draft_or_response
from forms.answers import first_gap, flow_of, raw_of
from forms.codes import Audience, Meaning
from forms.definition import Step
from forms.flow import Flow
from forms.models.drafts import Draft
from forms.selectors import start_page
from forms.services import save_step
from forms.steps import TRAP, StepForm
from forms.timing import departure_warning

# Present in the address when somebody came from the check page to change one answer.
CHANGING = "aendern"
DEPARTURE = Meaning.DEPARTURE_MONTH


class DraftGone(Exception):
    """The draft was sent or deleted while this step was on the screen."""


class DraftStorage(BaseStorage):
    """What was typed, read from the draft of the request and written back to it; nothing lies in the session."""

    def __init__(self, prefix, request=None, file_storage=None):
        super().__init__(prefix, request, file_storage)
        self.draft: Draft = request.form_draft
        self.init_data()
        self.data[self.step_data_key] = raw_of(self.draft)

    @property
    def raw(self):
        return self.data[self.step_data_key]

    def set_step_data(self, step, cleaned_data):
        saved = save_step(draft_id=self.draft.pk, step=step, data=cleaned_data, language=get_language())
        if saved is None:
            raise DraftGone
        super().set_step_data(step, cleaned_data)


class DraftWizard(NamedUrlWizardView):
    # The real list hangs on the version of the draft; formtools wants one at start-up.
    form_list = [("step", StepForm)]
    storage_name = "forms.wizard.DraftStorage"
    template_name = "forms/step.html"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args, slug: str, draft: UUID, step: str, **kwargs) -> HttpResponseBase:
        found = draft_or_response(request, slug=slug, draft_id=draft)
        if not isinstance(found, Draft):
            return found
        request.form_draft = self.draft = found
        self.definition = flow_of(found).definition
        self.form_list = OrderedDict((known.key, StepForm) for known in self.definition.steps)
        self.condition_dict = {known.key: self.applies(known) for known in self.definition.steps}
        try:
            return super().dispatch(request, *args, slug=slug, draft=draft, step=step, **kwargs)
        except DraftGone:
            return redirect(self.check_url)

    @staticmethod
    def applies(step: Step):
        return lambda wizard: wizard.flow.holds(step.condition)

    @property
    def flow(self) -> Flow:
        return Flow(self.definition, self.storage.raw)

    @property
    def address(self) -> dict:
        return {"slug": self.draft.version.slug, "draft": self.draft.public_id}

    @property
    def check_url(self) -> str:
        return reverse("forms:check", kwargs=self.address)

    def get_prefix(self, request, *args, **kwargs):
        return f"draft_{kwargs['draft']}"

    def get_step_url(self, step):
        return reverse("forms:step", kwargs={**self.address, "step": step})

    def get_form_kwargs(self, step=None):
        key = step or self.steps.current
        is_first = key == self.definition.steps[0].key
        return {
            "step": self.definition.step(key),
            "flow": self.flow,
            "has_trap": is_first and self.draft.version.audience == Audience.PUBLIC,
        }

    def elsewhere(self, step: str) -> HttpResponse | None:
        """Where to go instead, when this step cannot be opened (yet)."""
        gap = first_gap(self.flow, before=step if step in self.steps.all else None)
        if gap:
            return redirect(self.get_step_url(gap))
        return None if step in self.steps.all else redirect(self.check_url)

    def get(self, request, *args, step, **kwargs):
        if response := self.elsewhere(step):
            return response
        self.storage.current_step = step
        data = self.storage.current_step_data
        form = self.get_form(data=data)
        if data is not None:
            form.show_as_typed()
        return self.render(form)

    def post(self, *args, step, **kwargs):
        if response := self.elsewhere(step):
            return response
        management = ManagementForm(self.request.POST, prefix=self.prefix)
        if not management.is_valid():
            raise SuspiciousOperation("The management form of a step is missing.")
        if management.cleaned_data["current_step"] != step:
            return redirect(self.get_step_url(step))
        self.storage.current_step = step
        form = self.get_form(data=self.request.POST)
        if form.is_trapped:
            # A program's: nothing of it is kept. A person sees the box now, beside everything that was typed.
            return self.render(form)
        self.storage.set_step_data(step, form.raw)
        # What this step holds may decide which steps follow.
        del self._resolved_form_list
        if "save" in self.request.POST:
            return redirect("forms:saved", **self.address)
        form = self.get_form(data=self.request.POST)
        if not form.is_valid():
            return self.render(form)
        return redirect(self.url_after(step))

    def url_after(self, step: str) -> str:
        if self.flow.exit_of(self.definition.step(step)):
            return reverse("forms:exit", kwargs=self.address)
        following = self.get_next_step(step)
        if following is None or CHANGING in self.request.GET:
            return self.check_url
        return self.get_step_url(following)

    def url_before(self) -> str:
        if CHANGING in self.request.GET:
            return self.check_url
        previous = self.get_prev_step()
        if previous:
            return self.get_step_url(previous)
        page = start_page(self.draft.version)
        return page.get_url(self.request) if page else reverse("forms:saved", kwargs=self.address)

    def get_context_data(self, form, **kwargs):
        context = super().get_context_data(form=form, **kwargs)
        step = self.definition.step(self.steps.current)
        return {
            **context,
            "definition": self.definition,
            "draft": self.draft,
            "step": step,
            "items": self.items(form, step),
            "back_url": self.url_before(),
            "is_changing": CHANGING in self.request.GET,
            "warnings": self.warnings(step),
        }

    def warnings(self, step: Step) -> list[str]:
        """About the time until the departure: from the step that asks for it on."""
        asking = next((s.key for s in self.definition.steps if self.definition.meant(DEPARTURE) in s.questions), None)
        keys = self.steps.all
        if asking not in keys or keys.index(step.key) < keys.index(asking):
            return []
        return departure_warning(self.flow, today=timezone.localdate())

    def items(self, form: StepForm, step: Step) -> list[dict]:
        """What stands on the page, in order: notices and fields."""
        flow = self.flow
        items = [
            {"field": field, "bound": form[field.key] if field.key in form.fields else None}
            for field in step.fields
            if field.key in form.fields or (not field.is_question and flow.is_asked(field))
        ]
        return [*items, {"field": None, "bound": form[TRAP]}] if TRAP in form.fields else items


wizard = never_cache(DraftWizard.as_view(url_name="forms:step"))
