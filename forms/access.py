"""Who gets to a draft: its owner. To anybody else it looks like a draft that does not exist."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from forms.models.drafts import Draft
from forms.models.submissions import Submission
from forms.ownership import owner_of
from forms.permissions import user_can_fill
from forms.selectors import draft_of, is_for_centres, sent_from


def log_in_and_return(target: str) -> HttpResponse:
    return redirect_to_login(target, login_url=reverse("partners:log_in"))


def receipt_url(submission: Submission) -> str:
    return reverse("forms:receipt", kwargs={"slug": submission.version.slug, "receipt": submission.receipt_key})


def draft_or_response(request: HttpRequest, *, slug: str, draft_id: UUID) -> Draft | HttpResponse:
    """The draft, or where to go instead: to the receipt of what it became, to the log-in of the centres; else 404."""
    owner = owner_of(request)
    draft = draft_of(slug=slug, draft_id=draft_id, **owner)
    if draft is not None:
        if not user_can_fill(request.user, draft.version.audience):
            raise PermissionDenied
        return draft
    submission = sent_from(slug=slug, draft_id=draft_id, **owner)
    if submission is not None:
        return redirect(receipt_url(submission))
    if not request.user.is_authenticated and is_for_centres(slug):
        # The same for a draft that exists and one that does not.
        return log_in_and_return(request.get_full_path())
    raise Http404
