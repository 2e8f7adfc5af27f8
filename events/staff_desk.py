"""Staff's desk beside the list of registrations: requests, places out of turn, mails to guests, what guests need."""

import json
import uuid
from dataclasses import asdict

from django import forms
from django.conf import settings
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log

from events import logistics, services
from events.forms import LineField
from events.messages import Words, recipients, send
from events.models import Registration
from events.permissions import user_can_cancel_registrations, user_can_see_needs
from events.staff_inputs import RegistrationFilter
from events.staff_views import StaffView, filter_of
from portal.crypto import WrongKey, decrypt, encrypt
from portal.errors import DomainError
from portal.form_fields import PlainTextField
from portal.spreadsheets import table_response


class PlaceView(StaffView):
    """Asks before it acts on one registration."""

    is_allowed = user_can_cancel_registrations

    def registration(self) -> Registration:
        return get_object_or_404(self.event.registrations, pk=self.kwargs["registration"])

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "registration": self.registration(), "form": self.form()}

    def form(self) -> forms.Form:
        raise NotImplementedError


class RejectionForm(forms.Form):
    words = PlainTextField(
        label=gettext_lazy("What the mail says beside the refusal"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In the language of the person, as far as you can. Name nobody."),
    )


class DecideView(PlaceView):
    """Accept or refuse a request; whoever was registered together is decided on together."""

    page_title = gettext_lazy("Decide on a request")
    template_name = "events/staff/decide.html"

    def form(self) -> RejectionForm:
        return RejectionForm(self.request.POST or None)

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "language": self._language()}

    def _language(self) -> str:
        return dict(settings.LANGUAGES).get(self.registration().language, "")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form, registration = self.form(), self.registration()
        if not form.is_valid():
            return self.get(request, *args, **kwargs)
        is_accepted = request.POST.get("decision") == "accept"
        try:
            services.decide(
                registration_id=registration.pk,
                is_accepted=is_accepted,
                by=request.user,
                words=form.cleaned_data["words"],
            )
        except DomainError as refusal:
            notices.error(request, refusal.messages[0])
        else:
            data = {"number": registration.reference, "accepted": is_accepted}
            log(self.event, "events.registration_decided", user=request.user, data=data)
            notices.success(request, _("Decided. The person is told by mail."))
        return self.back_to_list()


class OutOfTurnForm(forms.Form):
    note = PlainTextField(
        label=gettext_lazy("Why out of turn"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The reason is kept with the registration."),
        error_messages={"required": gettext_lazy("Say why this person is placed out of turn.")},
    )


class MoveUpView(PlaceView):
    """Give somebody on the waiting list a free seat out of turn, with a reason."""

    page_title = gettext_lazy("Give a place out of turn")
    template_name = "events/staff/move_up.html"

    def form(self) -> OutOfTurnForm:
        return OutOfTurnForm(self.request.POST or None)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form, registration = self.form(), self.registration()
        if not form.is_valid():
            return self.get(request, *args, **kwargs)
        try:
            services.move_up(registration_id=registration.pk, by=request.user, note=form.cleaned_data["note"])
        except DomainError as refusal:
            notices.error(request, refusal.messages[0])
        else:
            log(self.event, "events.registration_moved_up", user=request.user, data={"number": registration.reference})
            notices.success(request, _("The place is given. The person is told by mail."))
        return self.back_to_list()


class MessageForm(RegistrationFilter):
    """To whom, and what in which language; German is for everybody whose language is left empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            is_german = code == settings.LANGUAGE_CODE
            self.fields[f"subject_{code}"] = LineField(
                label=_("Subject (%(language)s)") % {"language": name}, max_length=150, required=is_german
            )
            self.fields[f"text_{code}"] = PlainTextField(
                label=_("Text (%(language)s)") % {"language": name},
                max_length=5000,
                required=is_german,
                widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
            )

    def clean(self):
        cleaned = super().clean()
        for code, _name in settings.LANGUAGES:
            subject, text = cleaned.get(f"subject_{code}"), cleaned.get(f"text_{code}")
            if bool(subject) != bool(text) and not self.errors.keys() & {f"subject_{code}", f"text_{code}"}:
                missing = f"text_{code}" if subject else f"subject_{code}"
                self.add_error(missing, _("Subject and text belong together: fill in both or neither."))
        return cleaned

    def words(self) -> dict[str, Words]:
        cleaned = self.cleaned_data
        return {
            code: Words(subject=cleaned[f"subject_{code}"], text=cleaned[f"text_{code}"])
            for code, _name in settings.LANGUAGES
            if cleaned.get(f"subject_{code}")
        }


class MessageView(StaffView):
    """Write to the guests the filters choose: form, preview with the number of guests, sending, once."""

    page_title = gettext_lazy("Write to guests")
    template_name = "events/staff/message.html"
    is_allowed = user_can_cancel_registrations

    def get_context_data(self, **kwargs) -> dict:
        if "form" not in kwargs:
            initial = asdict(filter_of(self.request, self.event).chosen())
            kwargs["form"] = MessageForm(initial=initial, event=self.event)
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "open":
            return self.get(request, *args, **kwargs)
        sealed = self._open(request.POST.get("sealed", "")) if action in ("send", "change") else None
        form = MessageForm(sealed["data"] if sealed else request.POST, event=self.event)
        if action == "change" or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if action == "send" and sealed:
            return self._send(request, form, uuid.UUID(sealed["uid"]))
        return self._preview(form)

    def _preview(self, form: MessageForm) -> HttpResponse:
        guests = recipients(self.event, form.chosen())
        if not guests:
            form.add_error(None, _("These filters choose nobody."))
            return self.render_to_response(self.get_context_data(form=form))
        names = dict(settings.LANGUAGES)
        content = {"event": self.event.pk, "uid": str(uuid.uuid4()), "data": form.data.dict()}
        context = {
            "number": len(guests),
            "letters": [(code, names[code], words) for code, words in form.words().items()],
            "sealed": encrypt(json.dumps(content), ring="operational").decode(),
        }
        return self.render_to_response(self.get_context_data(form=form, **context))

    def _open(self, sealed: str) -> dict | None:
        try:
            content = json.loads(decrypt(sealed.encode(), ring="operational"))
        except (WrongKey, ValueError):
            return None
        return content if content["event"] == self.event.pk else None

    def _send(self, request: HttpRequest, form: MessageForm, uid: uuid.UUID) -> HttpResponse:
        try:
            message = send(event_id=self.event.pk, uid=uid, words=form.words(), by=request.user, chosen=form.chosen())
        except DomainError as refusal:
            notices.error(request, refusal.messages[0])
            return self.back_to_list()
        log(self.event, "events.guests_written_to", user=request.user, data={"number": message.recipients})
        sentence = ngettext(
            "The mail to %(number)d guest is on its way.",
            "The mails to %(number)d guests are on their way.",
            message.recipients,
        )
        notices.success(request, sentence % {"number": message.recipients})
        return self.back_to_list()


class NeedsView(StaffView):
    """What the venue has to prepare, in counts."""

    page_title = gettext_lazy("What guests need")
    template_name = "events/staff/needs.html"
    is_allowed = user_can_see_needs

    def get_context_data(self, **kwargs) -> dict:
        log(self.event, "events.needs_seen", user=self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "sheet": logistics.sheet(self.event),
            "xlsx_url": reverse("event_staff:needs_xlsx", args=[self.event.pk]),
        }


class NeedsTableView(StaffView):
    page_title = gettext_lazy("What guests need")
    is_allowed = user_can_see_needs

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        log(self.event, "events.needs_seen", user=request.user)
        name = f"{self.event.slug}-bedarf"
        return table_response(name, kwargs["format"], logistics.header(), logistics.rows(self.event))
