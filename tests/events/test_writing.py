"""From the facts of an event to its pages: what is written in which language, and the draft that begins it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Locale
from wagtail_localize.models import LocaleSynchronization, TranslationSource

from events import writing
from events.models import Event, EventPage, Question
from portal import roles
from portal.models import User
from portal.page_translation import translate_page
from tests.builders.events import make_event, make_event_page, make_index_page, make_session

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site_tree"),
    pytest.mark.ignore_template_errors,
]


COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")
FACTS = {
    "kind": "networking-day",
    "mode": "on-site",
    "starts_at": "2031-03-30T09:30",
    "ends_at": "2031-03-30T16:30",
    "venue_place": "Würzburg",
    "capacity": "10",
    "online_capacity": "0",
    "group_size": "10",
    "access": "open",
    **{f"{name}-{count}": "0" for name in ("questions", "quotas", "sessions") for count in COUNTS},
}


@pytest.fixture
def client(staff_client, site_tree):
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)


def pages_url(event) -> str:
    return reverse("event_staff:pages", args=[event.pk])


def states(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.td.get_text(strip=True) for row in soup.select("table.listing tbody tr")]


def test_the_draft_has_a_row_for_each_workshop_and_question_and_is_begun_once(client, site_tree):
    make_index_page(site_tree)
    event = make_event(kind="networking-day", venue_place="Würzburg")
    for code in ("nach-der-ankunft", "zuweisung"):
        make_session(event, code=code)
    Question.objects.create(event=event, code="thema")

    looked = client.get(pages_url(event))
    begun = [client.post(pages_url(event)) for _time in range(2)]

    page = EventPage.objects.get()
    assert not states(looked)
    assert [response.url for response in begun] == [reverse("wagtailadmin_pages:edit", args=[page.pk])] * 2
    assert (page.title, page.slug, page.live) == ("Vernetzungstag Würzburg", event.slug, False)
    assert [text.title for text in page.workshops.order_by("sort_order")] == ["Nach der ankunft", "Zuweisung"]
    assert [text.label for text in page.question_texts.all()] == ["Thema"]
    assert client.get(begun[0].url).status_code == 200


def test_without_a_list_of_events_a_sentence_says_what_is_missing(client):
    event = make_event()

    page = client.post(pages_url(event), follow=True)

    assert "Bitten Sie die Redaktion" in page.content.decode()
    assert not EventPage.objects.exists()


def test_it_says_what_is_public_and_what_is_only_begun(client, site_tree, django_capture_on_commit_callbacks):
    event = make_event()
    index = make_index_page(site_tree)
    home = index.get_parent().specific
    translate_page(home, "en", {home.title: "Start", home.lead: "What it is about."})
    translate_page(index, "en", {index.title: "Events"})
    german = Locale.get_default()
    LocaleSynchronization.objects.get_or_create(locale=Locale.objects.get(language_code="en"), sync_from=german)
    page = writing.begin_page(event_id=event.pk)
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()

    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(pages_url(event), {"language": "en"})

    english = page.get_translations().get(locale__language_code="en")
    assert english.live  # with the German words, as before
    assert begun.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    german, _easy, in_english, arabic = states(client.get(pages_url(event)))
    assert (german, in_english) == ("öffentlich", "Entwurf")
    assert arabic.startswith("nicht übersetzt")
    translate_page(page, "en", {page.title: "Info session in Zirndorf"})
    assert states(client.get(pages_url(event)))[2] == "öffentlich"


@pytest.mark.parametrize("language", ["xx", "", "\x00", "ar"])
def test_a_language_that_cannot_be_begun_gets_a_sentence(language, client, site_tree):
    event = make_event()

    assert "gibt keine Seite" in client.post(pages_url(event), {"language": language}, follow=True).content.decode()


def test_publishing_leads_back_to_what_is_left_to_translate(client, site_tree):
    event = make_event()
    page = make_event_page(site_tree, event)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    soup = BeautifulSoup(form.content, "html.parser").select_one("form#page-edit-form, form[data-edit-form]")
    data = {field["name"]: field.get("value", "") for field in soup.select("input[name]:not([type=checkbox])")}
    data |= {"event": event.pk, "summary": "", "description": "null", "directions": "null", "access_notes": "null"}

    response = client.post(form.request["PATH_INFO"], data | {"action-publish": "1"})

    assert response.url == pages_url(event)

    page.unpublish()
    later = client.post(form.request["PATH_INFO"], data | {"action-publish": "1", "go_live_at": "2099-01-01 10:00"})

    assert later.url != pages_url(event)


def test_the_editor_of_translations_asks_for_words_and_for_no_other_event_workshop_or_question(site_tree):
    event = make_event()
    make_session(event, code="zuweisung")
    Question.objects.create(event=event, code="thema")
    make_index_page(site_tree)
    page = writing.begin_page(event_id=event.pk)
    page.save_revision().publish()

    source, _created = TranslationSource.update_or_create_from_instance(EventPage.objects.get(pk=page.pk))

    asked = {segment.context.path.rpartition(".")[2] for segment in source.overridablesegment_set.all()}
    assert not asked & {"event", "session", "question"}
    assert source.stringsegment_set.filter(context__path__contains="workshops").exists()


def test_a_page_can_be_begun_from_the_tree_as_well(client, site_tree):
    index, event = make_index_page(site_tree), make_event(slug="neu")
    rows = {f"{name}-{count}": 0 for name in ("comments", "workshops", "question_texts") for count in COUNTS}
    words = {"title": "Neu", "slug": "neu", "summary": ""}
    rich = dict.fromkeys(("description", "materials", "directions", "access_notes"), "null")
    data = {**rows, **words, **rich, "event": event.pk, "action-publish": "1"}

    response = client.post(reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk]), data)

    assert response.url == pages_url(event)
    assert EventPage.objects.get().live


def test_event_staff_upload_slides_and_the_page_leads_to_them(client, site_tree):
    page = make_event_page(site_tree, make_event(slug="tag"))
    slides = ContentFile(b"%PDF-1.4 slides", name="folien.pdf")
    form = {"document-chooser-upload-title": "Folien", "document-chooser-upload-file": slides}

    sent = client.post(reverse("wagtaildocs_chooser:create"), form)
    document = get_document_model().objects.get()
    page.materials = f'<p><a linktype="document" id="{document.pk}">Folien (PDF)</a></p>'
    page.save_revision().publish()
    shown = Client().get(page.url).text

    assert sent.status_code == 200
    assert "Unterlagen" in shown
    assert document.url in shown
    assert Client().get(document.url).getvalue() == b"%PDF-1.4 slides"


def test_an_address_nobody_typed_is_made_of_kind_place_and_month(client):
    saved = [client.post(reverse("events_event:add"), FACTS) for _time in range(2)]
    refused = client.post(reverse("events_event:add"), {**FACTS, "kind": "", "starts_at": "30.13.2031"})

    slugs = list(Event.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["vernetzungstag-wuerzburg-2031-03", "vernetzungstag-wuerzburg-2031-03-2"]
    assert saved[0].url == pages_url(Event.objects.first())
    assert refused.status_code == 200


def test_dates_are_fields_of_the_browser_and_lists_name_the_day(client):
    """Wagtail's own field turns a date it cannot read into now."""
    event = make_event()

    form = BeautifulSoup(client.get(reverse("events_event:edit", args=[event.pk])).content, "html.parser")
    listed = BeautifulSoup(client.get(reverse("events_event:index")).content, "html.parser")

    field = form.select_one("input[name=starts_at]")
    assert (field["type"], field["value"]) == ("datetime-local", f"{event.starts_at:%Y-%m-%dT%H:%M}")
    assert f"{event.starts_at:%d.%m.%Y} 10:00" in listed.select_one("main tbody").get_text(" ", strip=True)


@pytest.mark.parametrize("moment", ["2031-03-30T02:30", "2031-10-26T02:30"], ids=["never", "twice"])
def test_a_time_the_clock_leaves_out_or_shows_twice_is_refused(moment, client):
    page = client.post(reverse("events_event:add"), {**FACTS, "starts_at": moment, "ends_at": "2031-10-26T16:30"})

    field = BeautifulSoup(page.content, "html.parser").select_one("[data-contentpath=starts_at]")
    assert "Europe/Berlin" in field.get_text()
    assert not Event.objects.exists()
