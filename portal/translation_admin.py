"""The translation editor, kept from publishing what is not translated (the rule is in ``portal.untranslated``)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from portal.models import User
from portal.untranslated import refuse_untranslated


def refuse_gaps_in_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answers the editor's "publish" while strings are missing; everything else goes on as it was."""
    if request.method == "POST" and request.POST.get("action") == "publish":
        return _refusal(request, [page])
    return None


def refuse_gaps_in_bulk(request: HttpRequest, action_type: str, objects: list, action: object) -> HttpResponse | None:
    """Answers the publication of several pages from a list of pages."""
    if action_type == "publish":
        return _refusal(request, [page for page in objects if isinstance(page, Page)])
    return None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    for page in pages:
        try:
            refuse_untranslated(page)
        except ValidationError as refusal:
            messages.error(request, f"{page.get_admin_display_title()}: {' '.join(refusal.messages)}")
            return redirect(request.get_full_path() if len(pages) == 1 else "wagtailadmin_home")
    return None


class SourceUpdateForm(UpdateTranslationsForm):
    """Takes changes of the original over into its translations; publishing comes when they are translated."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]

    def clean(self):
        return {**super().clean(), "publish_translations": False}


def refuse_foreign_pages(user: User, thing: Page | Model) -> None:
    """wagtail-localize asks for the right to translate, but not whether the page is one of those somebody may edit."""
    if isinstance(thing, Page) and not thing.permissions_for_user(user).can_edit():
        raise PermissionDenied


class SubmitPageView(SubmitPageTranslationView):
    def get_object(self) -> Page:
        page = super().get_object()
        refuse_foreign_pages(self.request.user, page)
        return page


class SourceUpdateView(UpdateTranslationsView):
    def get_object(self) -> TranslationSource:
        source = super().get_object()
        refuse_foreign_pages(self.request.user, source.get_source_instance())
        return source

    def get_form(self):
        return SourceUpdateForm(self.request.POST if self.request.method == "POST" else None)


def admin_stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin.css"))
