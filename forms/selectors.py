"""What the forms can be asked."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from forms.codes import Audience
from forms.models.drafts import Draft
from forms.models.pages import FormPage
from forms.models.submissions import Submission
from forms.models.versions import FormVersion


def current_version(slug: str) -> FormVersion | None:
    """The version people begin with today: none while the form is not online."""
    page = FormPage.objects.live().public().filter(slug=slug, locale__language_code=settings.LANGUAGE_CODE).first()
    return FormVersion.objects.of_form(page.translation_key).newest_first().first() if page else None


def is_for_centres(slug: str) -> bool:
    """Whether the address belongs to a form of the centres, also after its page has gone."""
    newest = FormVersion.objects.filter(slug=slug).order_by("-created_at", "-number").first()
    return newest is not None and newest.audience == Audience.CENTRES


def open_drafts(*, user_id: int | None, session_hash: str) -> QuerySet[Draft]:
    """The drafts somebody can continue, the last one touched first; what was typed stays closed."""
    drafts = Draft.objects.open().owned_by(user_id=user_id, session_hash=session_hash)
    return drafts.select_related("version").defer("need", "identity", "special").order_by("-updated_at")


def draft_of(*, slug: str, draft_id: UUID, user_id: int | None, session_hash: str) -> Draft | None:
    drafts = Draft.objects.open().owned_by(user_id=user_id, session_hash=session_hash)
    return drafts.select_related("version", "centre").filter(public_id=draft_id, version__slug=slug).first()


def sent_from(*, slug: str, draft_id: UUID, user_id: int | None, session_hash: str) -> Submission | None:
    """The submission a draft of the same owner became."""
    owner = {"submitted_by_id": user_id} if user_id else {"submitted_by": None, "session_hash": session_hash or None}
    return Submission.objects.filter(draft=draft_id, version__slug=slug, **owner).first()


def start_page(version: FormVersion) -> FormPage | None:
    """Where the form begins, in the reader's language; None when it is no longer online."""
    pages = FormPage.objects.live().filter(translation_key=version.form_key)
    languages = [translation.get_language(), settings.LANGUAGE_CODE]
    found = {page.locale.language_code: page for page in pages.filter(locale__language_code__in=languages)}
    return next((found[language] for language in languages if language in found), None)
