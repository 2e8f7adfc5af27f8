"""What happens in the forms: a version is frozen, a draft begun, saved, discarded and sent."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from forms.answers import by_envelope, collect
from forms.codes import EnvelopeName
from forms.definition import read_version, source_language
from forms.freezing import definition_of, digest_of, words_of
from forms.lifetimes import draft_expiry
from forms.models.drafts import Draft
from forms.models.pages import FormPage
from forms.models.submissions import Submission, new_reference
from forms.models.versions import FormVersion
from forms.signals import submitted
from portal.crypto import fingerprint
from portal.models import User
from portal.page_cache import changed
from portal.untranslated import words_locale

REFERENCE_TRIES = 5


@transaction.atomic
def freeze_version(*, page: FormPage) -> FormVersion | None:
    """Keep the form as it is published now; the same form again makes no new version.

    Any of the form's pages will do: the version holds the original with the words of every language that is online.
    None as long as the original itself is not online.
    """
    pages = {
        p.locale.language_code: p
        for p in FormPage.objects.filter(translation_key=page.translation_key, live=True).select_related("locale")
    }
    original = pages.pop(source_language(), None)
    if original is None:
        return None
    blueprint = definition_of(original)
    paths = words_of(blueprint)
    words = {
        language: {path: text for path, text in words_of(definition_of(p)).items() if path in paths}
        for language, p in sorted(pages.items())
        if words_locale(p) == p.locale
    }
    digest = digest_of(original.slug, blueprint, words)
    versions = FormVersion.objects.of_form(original.translation_key)
    newest = versions.newest_first().first()
    if newest and newest.digest == digest:
        return newest
    # The start page offers to begin only where there is a version.
    changed("content")
    number = (versions.aggregate(number=Max("number"))["number"] or 0) + 1
    return FormVersion.objects.create(
        form_key=original.translation_key,
        number=number,
        digest=digest,
        slug=original.slug,
        title=original.title,
        purpose=original.purpose,
        audience=original.audience,
        definition=blueprint,
        words=words,
    )


def start_draft(
    *,
    version: FormVersion,
    language: str,
    owner: User | None = None,
    session_hash: str = "",
    centre_id: int | None = None,
) -> Draft:
    """Begin a form: for a member of a centre, or for a browser session."""
    return Draft.objects.create(
        version=version, owner=owner, session_hash="" if owner else session_hash, centre_id=centre_id, language=language
    )


@transaction.atomic
def save_step(*, draft_id: int, step: str, data: dict[str, list[str]], language: str) -> Draft | None:
    """Keep what was typed on one step, valid or not, and give the draft another 30 days.

    None if the draft was sent or deleted meanwhile. Steps saved at the same time in two windows do not undo each other.
    """
    draft = Draft.objects.select_for_update().select_related("version").filter(pk=draft_id).first()
    if draft is None:
        return None
    parts = by_envelope(read_version(draft.version), step, data)
    for name in EnvelopeName.values:
        envelope = getattr(draft, name)
        envelope.pop(step, None)
        # A step on which nothing had to be said leaves its trace with the need, so that the way goes on behind it.
        if parts[name] or name == EnvelopeName.NEED:
            envelope[step] = parts[name]
    draft.language, draft.updated_at, draft.expires_at = language, timezone.now(), draft_expiry()
    draft.save()
    return draft


def submit(*, draft_id: UUID, language: str) -> Submission | None:
    """Send a draft: one submission, one signal inside its transaction, no draft left. None if there is no such draft.

    However often and however simultaneously it is called, there is one submission, and every caller gets it. Raises
    ``forms.answers.Incomplete`` while an answer is missing. Answers to questions that no longer apply stay behind.
    """
    try:
        with transaction.atomic():
            return _submit(draft_id, language)
    except IntegrityError:
        # Somebody else sent it between our look and our insert.
        submission = Submission.objects.filter(draft=draft_id).first()
        if submission is None:
            raise
        return submission


def _submit(draft_id: UUID, language: str) -> Submission | None:
    draft = Draft.objects.select_for_update().select_related("version").filter(public_id=draft_id).first()
    if draft is None:
        return Submission.objects.filter(draft=draft_id).first()
    envelopes = collect(draft)
    submission = Submission(
        reference=_free_reference(draft.version.definition["reference_prefix"]),
        draft=draft.public_id,
        receipt_key=receipt_key(draft.public_id),
        version=draft.version,
        centre_id=draft.centre_id,
        submitted_by_id=draft.owner_id,
        session_hash=draft.session_hash,
        language=language,
        **envelopes,
    )
    submission.save(force_insert=True)
    draft.delete()
    submitted.send(sender=Submission, submission=submission)
    return submission


def _free_reference(prefix: str) -> str:
    for _try in range(REFERENCE_TRIES):
        reference = new_reference(prefix)
        if not Submission.objects.filter(reference=reference).exists():
            return reference
    raise RuntimeError("no free reference found")


def receipt_key(draft_id: UUID) -> str:
    """128 bits nobody can guess, the same at every repeat of the last POST."""
    return fingerprint(draft_id.hex, purpose="receipt")[:32]


def discard(*, draft_id: int) -> None:
    Draft.objects.filter(pk=draft_id).delete()


def delete_identity(*, submission_id: int) -> bool:
    """Delete who the person is and leave the rest; True if there was something to delete."""
    return bool(Submission.objects.filter(pk=submission_id, identity__isnull=False).update(identity=None))


def purge_drafts() -> int:
    """Delete what was not continued for 30 days; returns how many drafts."""
    return Draft.objects.expired().delete()[1].get("forms.Draft", 0)
