"""Translations of pages, made the way editors make them, so that editors can continue in the translation editor.

The words go through wagtail-localize (source, segments, string translations). Two promises beyond it: a translation is
published only when every string of it is translated, and what editors have translated already is never overwritten.
"""

import json
import re
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    LocaleSynchronization,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.strings import StringValue
from wagtail_localize.synctree import PageIndex, synchronize_tree

from portal.untranslated import missing_strings

LETTER = re.compile(r"[^\W\d_]")


@transaction.atomic
def translate_page(page: Page, language: str, strings: Mapping[str, str], publish: bool = True) -> Page:
    """Enter the words of a page in another language and publish the translation if nothing is missing.

    The keys of ``strings`` are the strings of the source page as the translation editor shows them: one for each plain
    field, one for each paragraph or list item of a rich text, where links read ``<a id="a1">text</a>``. Strings without
    a letter (numbers, dates) are taken over. A second call with the same words changes nothing.
    """
    locale = Locale.objects.get(language_code=language)
    original = _with_settled_streams(Page.objects.get(pk=page.pk).specific)
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    entered = _enter(source, locale, strings)
    is_complete = not missing_strings(translation)
    translated = original.get_translation_or_none(locale)
    if translated and not translated.alias_of_id and not entered and (translated.live or not publish):
        return translated.specific
    if translated and translated.live and not translated.alias_of_id and not is_complete:
        # Saving would put the untranslated strings online; they wait in the editor.
        return translated.specific
    translation.save_target(publish=False)
    translated = original.get_translation(locale)
    if publish and is_complete:
        translated.get_latest_revision().publish()
        translated = original.get_translation(locale)
    return translated


def sync_trees() -> None:
    """Give every language that follows another one an alias of each page it has no translation of."""
    for synchronisation in LocaleSynchronization.objects.select_related("locale", "sync_from"):
        if not _is_in_step(synchronisation):
            index = PageIndex.from_database().sort_by_tree_position()
            synchronize_tree(synchronisation.sync_from, synchronisation.locale, page_index=index)


def _is_in_step(synchronisation: LocaleSynchronization) -> bool:
    """One query; reading the whole tree for the comparison takes several for each page."""
    followers = Page.objects.filter(locale=synchronisation.locale, translation_key=OuterRef("translation_key"))
    followed = Page.objects.filter(locale=synchronisation.sync_from, depth__gt=1)
    return not followed.filter(~Exists(followers)).exists()


def _with_settled_streams(page: Page) -> Page:
    """The page with an id on every list item, as the editor saves them: translations of the items hang on these ids.

    Pages written by code may hold lists as plain data, which wagtail-localize would pass over without a word.
    """
    is_settled = True
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            before = json.dumps(list(stream.raw_data), sort_keys=True)
            list(stream)
            is_settled = is_settled and json.dumps(stream.get_prep_value(), sort_keys=True) == before
    if is_settled:
        return page
    revision = page.save_revision()
    if page.live:
        revision.publish()
    return Page.objects.get(pk=page.pk).specific


def _enter(source: TranslationSource, locale: Locale, strings: Mapping[str, str]) -> int:
    """Store the translations that are new; return how many there were."""
    words = {StringValue.from_plaintext(key).data: value for key, value in strings.items()} | dict(strings)
    entered = 0
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        original = segment.string.data
        value = words.get(original, None if LETTER.search(original) else original)
        if value is None:
            continue
        stored, created = StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": value if "<" in original else StringValue.from_plaintext(value).data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
        if stored.has_error:
            raise ValueError(f"translation into {locale.language_code} does not fit its source: {original!r}")
        entered += created
    return entered
