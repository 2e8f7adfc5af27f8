"""What the team writes about a guest for itself: shown in its lists, its tables and at the door, and to no guest."""

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import services
from events.forms import LineField
from events.staff_desk import PlaceView

LONGEST = 300


class NoteForm(forms.Form):
    text = LineField(
        label=gettext_lazy("Note of the team"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "For example “speaks at 11” or “parking place”. Nothing about health, and no person who is counselled. "
            "It is deleted with the registration."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class NoteView(PlaceView):
    """Write the note, change it, or empty it."""

    page_title = gettext_lazy("Note about a guest")
    template_name = "events/staff/note.html"

    def form(self) -> NoteForm:
        return NoteForm(self.request.POST or None, initial={"text": self.registration().staff_note})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.get(request, *args, **kwargs)
        services.note(registration_id=self.registration().pk, text=form.cleaned_data["text"])
        notices.success(request, _("The note is kept."))
        return self.back_to_list()
