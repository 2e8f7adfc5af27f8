"""What a translation still lacks, and the rule that nothing untranslated goes online."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringSegment, Translation

from portal.errors import DomainError


def missing_strings(translation: Translation) -> list[str]:
    """The strings of the source that have no faultless translation yet."""
    segments = StringSegment.objects.filter(source_id=translation.source_id).order_by("order")
    missing = segments.annotate_translation(translation.target_locale).filter(translation__isnull=True)
    return list(missing.values_list("string__data", flat=True))


def open_translation(page: Page) -> Translation | None:
    """The translation job this page is the result of, unless its words are complete or nobody translates it."""
    jobs = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    job = jobs.exclude(source__locale_id=page.locale_id).select_related("source", "target_locale").first()
    return job if job and missing_strings(job) else None


def refuse_untranslated(page: Page) -> None:
    """Stop the publication of a page whose translation has gaps: the gaps would appear in the original language."""
    job = open_translation(page)
    if job:
        raise DomainError(
            _("This translation cannot be published yet: %(count)d strings are not translated."),
            params={"count": len(missing_strings(job))},
        )


def words_locale(page: Page) -> Locale:
    """The language the words of a live page are in.

    An alias shows its original's words. wagtail-localize turns the alias into a page of its own as soon as a
    translation is begun; until the first publication of that translation the words online are still the original's.
    """
    if page.alias_of_id and page.alias_of.locale_id != page.locale_id:
        return page.alias_of.locale
    if Revision.page_revisions.filter(pk=page.live_revision_id, object_id=str(page.pk)).exists():
        return page.locale
    jobs = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=page.locale_id)
    job = jobs.exclude(source__locale_id=page.locale_id).select_related("source__locale").first()
    return job.source.locale if job else page.locale


def with_words_language(pages: Iterable[Page]) -> list[Page]:
    """Tell all pages at once which language their words are in, in two queries; what is doubtful is left to be asked.

    The same answer as ``words_locale`` gives for each of them.
    """
    pages = list(pages)
    revisions = Revision.page_revisions.filter(pk__in=[page.live_revision_id for page in pages])
    published = set(revisions.values_list("object_id", flat=True))
    jobs = Translation.objects.filter(source__object_id__in=[page.translation_key for page in pages])
    translated = set(jobs.values_list("source__object_id", "target_locale_id"))
    for page in pages:
        is_job = (page.translation_key, page.locale_id) in translated
        if not page.alias_of_id and (str(page.pk) in published or not is_job):
            page.content_language = page.locale.language_code
    return pages
