"""Translations go through wagtail-localize, and nothing untranslated goes online."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from portal.errors import DomainError
from portal.models import User
from portal.page_translation import sync_trees, translate_page
from portal.untranslated import missing_strings
from tests.builders.home import make_aliases, make_home, make_page, paragraph, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

WORDS = {"Ablauf": "Procedure", "Zuerst <b>sprechen</b> wir.": "First we <b>talk</b>."}


@pytest.fixture
def home():
    return make_home(following=("en",))


@pytest.fixture
def page(home):
    return make_page(home, title="Ablauf", slug="ablauf", body=[paragraph("<p>Zuerst <b>sprechen</b> wir.</p>")])


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def test_a_complete_translation_is_published_under_the_same_address(page, client):
    translated = translate_page(page, "en", WORDS)

    assert translated.live
    assert translated.slug == "ablauf"
    html = client.get("/en/ablauf/").content.decode()
    assert "First we <b>talk</b>." in html
    assert "Zuerst" not in html


def test_editors_find_the_words_in_the_translation_editor(page):
    translate_page(page, "en", WORDS)

    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=english())
    assert translation.enabled
    assert missing_strings(translation) == []
    assert set(StringTranslation.objects.values_list("data", flat=True)) == set(WORDS.values())


def test_a_translation_with_gaps_stays_unpublished(page, client):
    make_aliases()

    translated = translate_page(page, "en", {"Ablauf": "Procedure"})

    html = client.get("/en/ablauf/").content.decode()
    assert translated.is_fallback
    assert 'lang="de" dir="ltr"' in html
    assert "Zuerst" in html
    with pytest.raises(DomainError):
        translated.get_latest_revision().publish()


def test_a_gap_does_not_hide_what_was_published_before(page, client):
    translate_page(page, "en", WORDS)
    page.body = [("text", "<p>Danach planen wir.</p>")]
    page.save_revision().publish()

    translate_page(page, "en", WORDS)

    html = client.get("/en/ablauf/").content.decode()
    assert "First we <b>talk</b>." in html
    assert "Danach" not in html


def test_the_second_call_changes_nothing(page):
    first = translate_page(page, "en", WORDS)

    second = translate_page(page, "en", WORDS)

    assert second.latest_revision_id == first.latest_revision_id
    assert second.last_published_at == first.last_published_at


def test_what_editors_translated_is_not_overwritten(page):
    translate_page(page, "en", WORDS)
    StringTranslation.objects.filter(data="Procedure").update(data="How it works")

    translate_page(page, "en", WORDS)

    assert StringTranslation.objects.filter(data="How it works").exists()
    assert not StringTranslation.objects.filter(data="Procedure").exists()


def test_numbers_need_no_translation(home):
    page = make_page(home, title="Ablauf", slug="ablauf", body=[paragraph("<p>2024</p>")])

    assert translate_page(page, "en", {"Ablauf": "Procedure"}).live


def test_words_that_do_not_fit_their_place_are_refused(page):
    with pytest.raises(ValueError, match="does not fit"):
        translate_page(page, "en", {**WORDS, "Zuerst <b>sprechen</b> wir.": "<h2>First</h2>"})


def test_items_of_lists_written_by_code_are_translated(home, client):
    steps = [{"title": "Reden", "text": "<p>Zuhause</p>"}, {"title": "Planen", "text": "<p>Zusammen</p>"}]
    page = make_page(
        home, title="Ablauf", slug="ablauf", body=[{"type": "steps", "value": {"heading": "Schritte", "steps": steps}}]
    )
    words = {"Ablauf": "Procedure", "Schritte": "Steps", "Reden": "Talk", "Zuhause": "At home"}

    assert not translate_page(page, "en", words).live
    assert translate_page(page, "en", {**words, "Planen": "Plan", "Zusammen": "Together"}).live

    html = client.get("/en/ablauf/").content.decode()
    assert "Together" in html
    assert "Zusammen" not in html


def test_submitting_a_page_for_translation_keeps_the_fallback_with_its_notice(page, client):
    make_aliases()

    translate_object(page, [english()])

    translated = version_of(page, "en")
    assert translated.alias_of is None
    assert translated.is_fallback
    assert 'lang="de" dir="ltr"' in client.get("/en/ablauf/").content.decode()


def test_submitting_a_page_without_alias_puts_nothing_online(page, django_capture_on_commit_callbacks, client):
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(page, [english()])

    assert not version_of(page, "en").live
    assert client.get("/en/ablauf/").status_code in (302, 404)


def test_aliases_are_made_once(page):
    sync_trees()
    before = version_of(page, "en").pk

    sync_trees()

    assert version_of(page, "en").pk == before


class TestInTheEditor:
    @pytest.fixture
    def editor(self, staff_client):
        return staff_client(User.objects.create_superuser("redaktion@example.org", "geheim-genug-2026"))

    @pytest.mark.ignore_template_errors
    def test_publishing_with_gaps_is_refused(self, editor, page, django_capture_on_commit_callbacks):
        make_aliases()
        translate_object(page, [english()])
        translated = version_of(page, "en")

        with django_capture_on_commit_callbacks(execute=True):
            answer = editor.post(
                reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"}, follow=True
            )

        assert version_of(page, "en").is_fallback
        assert "not translated" in answer.content.decode() or "nicht übersetzt" in answer.content.decode()

    @pytest.mark.ignore_template_errors
    def test_publishing_without_gaps_works(self, editor, page, django_capture_on_commit_callbacks):
        translate_page(page, "en", WORDS, publish=False)
        translated = version_of(page, "en")

        with django_capture_on_commit_callbacks(execute=True):
            editor.post(reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"})

        assert version_of(page, "en").live

    @pytest.mark.ignore_template_errors
    def test_taking_over_changes_of_the_original_never_publishes(
        self, editor, page, django_capture_on_commit_callbacks, client
    ):
        translate_page(page, "en", WORDS)
        page.title = "Ein neuer Titel"
        page.save_revision().publish()
        source = TranslationSource.objects.get(object_id=page.translation_key)
        address = reverse("wagtail_localize:update_translations", args=[source.pk])

        form = editor.get(address).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(address, {"publish_translations": "on"})

        assert "publish_translations" not in form
        assert "Ein neuer Titel" not in client.get("/en/ablauf/").content.decode()
        assert version_of(page, "en").title == "Procedure"

    @pytest.mark.ignore_template_errors
    def test_text_fields_follow_the_direction_of_what_is_typed(self, editor):
        assert "portal/admin.css" in editor.get(reverse("wagtailadmin_home")).content.decode()
