"""Waiting for the next event: asked by mail, told once for each event, stopped by one click, deleted in time."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import selectors
from events.models import Opening, Watch, WatchNotice
from events.watches import services, views
from portal import outbox as portal_outbox
from portal.models import OutgoingMail
from tests.builders.events import make_event, make_event_page
from tests.builders.programmes import make_district, make_region
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db

ASK = "/de/veranstaltungen/benachrichtigung/"
ASKED = f"{ASK}gesendet/"
LINK = re.compile(r"http://testserver(/\S+/(?:bestaetigen|beenden)/\S+/)")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def regions(site_tree):
    make_district()
    make_region("092", "Niederbayern")


def ask(client=None, address: str = ASK, **answers):
    return (client or Client()).post(address, {"email": sentinels.EMAIL, "region": "095", "kind": "", **answers})


def link_in(mail: OutgoingMail) -> str:
    return LINK.search(mail.content["text"])[1]


def watch(**answers) -> Watch:
    """A watch whose owner said yes."""
    ask(**answers)
    link = link_in(OutgoingMail.objects.latest("pk"))
    assert Client().post(link).status_code == 302
    return Watch.objects.latest("pk")


def open_event(site, *, title: str = "Infotag", **facts):
    event = make_event(**{"district": make_district(), **facts})
    make_event_page(site, event, title=title)
    return event


def news() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(template="events/emails/watch_opening").order_by("pk"))


def main_of(response) -> str:
    return str(BeautifulSoup(response.content, "html.parser").main)


# --- asking and confirming -------------------------------------------------------------------------------------------


def test_nothing_is_told_before_the_address_was_confirmed_from_the_mail(client, site_tree, outbox):
    answer = ask(client)
    question = outbox.get()
    open_event(site_tree)
    services.tell()

    assert answer.url == ASKED
    assert client.get(ASKED).status_code == 200
    assert question.recipient == sentinels.EMAIL
    assert Watch.objects.get().confirmed_at is None
    assert news() == []


def test_opening_the_link_asks_and_sending_confirms(client, outbox):
    ask()
    link = link_in(outbox.get())

    asked = client.get(link)
    unconfirmed = Watch.objects.get().confirmed_at
    sent = client.post(link)
    after = client.get(sent.url)
    again = client.post(link)

    assert unconfirmed is None
    assert Watch.objects.get().confirmed_at is not None
    assert BeautifulSoup(asked.content, "html.parser").main.form
    assert sent.url == again.url == link
    assert not BeautifulSoup(after.content, "html.parser").main.form
    assert "Mittelfranken" in main_of(after)
    for page in (asked, after):
        assert not sentinels.found_in(page.content.decode())
        assert "no-store" in page["Cache-Control"]


def test_the_answer_and_the_mail_are_the_same_for_an_address_that_is_known(outbox, time_machine):
    first = ask()
    Client().post(link_in(outbox.get()))
    time_machine.move_to(timezone.now() + timedelta(days=2))

    second, third = ask(), ask()

    assert first.status_code == second.status_code == third.status_code == 302
    assert first.url == second.url == third.url == ASKED
    mails = [LINK.sub("", mail.content["text"]) for mail in outbox]
    assert len(mails) == 2
    assert mails[0] == mails[1]
    assert Watch.objects.count() == 1


def test_a_form_sent_twenty_times_brings_one_mail(outbox):
    for _time in range(20):
        ask()

    assert (Watch.objects.count(), outbox.count()) == (1, 1)


def test_the_same_wish_is_asked_once_a_day_in_whatever_spelling(outbox, time_machine):
    ask()
    ask(email=f" {sentinels.EMAIL.upper()} ")
    same_day = outbox.count()
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    ask()

    assert (same_day, outbox.count(), Watch.objects.count()) == (1, 2, 1)


def test_a_stranger_cannot_fill_a_mailbox_with_questions(outbox):
    kinds = ("", "info-session", "networking-day", "other")
    answers = [ask(region=region, kind=kind) for region in ("092", "095", "all") for kind in kinds]

    assert {answer.url for answer in answers} == {ASKED}
    assert outbox.count() == services.MOST_UNCONFIRMED


def test_confirming_again_begins_another_twelve_months(outbox, time_machine):
    before = watch().confirmed_at
    time_machine.move_to(timezone.now() + timedelta(days=300))
    ask()
    Client().post(link_in(outbox.last()))

    assert Watch.objects.get().confirmed_at - before > timedelta(days=299)


def test_a_connection_that_asks_very_often_is_told_so_and_keeps_what_was_typed(client, outbox, monkeypatch):
    monkeypatch.setattr(views, "MOST_ASKED", 2)
    ask(client)
    ask(client)

    answer = ask(client, email="other@example.org")

    assert answer.status_code == 429
    assert outbox.count() == 1
    assert BeautifulSoup(answer.content, "html.parser").find("input", {"name": "email"})["value"] == "other@example.org"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "x"}, "email"),
        ({"email": "a@example.org\x00\n"}, None),
        ({"email": f"{'x' * 300}@example.org"}, "email"),
        ({"region": ""}, "region"),
        ({"region": "\x00"}, "region"),
        ({"region": "999"}, "region"),
        ({"kind": "x"}, "kind"),
        ({"homepage": "https://spam.example"}, "homepage"),
    ],
)
def test_bad_input_gets_a_sentence_and_stays(client, answers, field):
    response = ask(client, **answers)

    if field is None:
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Watch.objects.exists()


def test_the_form_begins_with_what_the_reader_looked_at_and_nothing_else(client):
    response = client.get(ASK, {"region": "095", "kind": "info-session", "email": "a@example.org"})
    odd = client.get(ASK, {"region": "x\x00", "kind": "'"})

    soup = BeautifulSoup(response.content, "html.parser")
    chosen = [option["value"] for option in soup.main.select("option[selected]")]
    assert chosen == ["095", "info-session"]
    assert not soup.find("input", {"name": "email"}).get("value")
    assert odd.status_code == 200


@pytest.mark.parametrize("place", ["bestaetigen", "beenden"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_link_says_so(client, place, method):
    assert getattr(client, method)(f"{ASK}{place}/wrong/").status_code == 404


def test_a_link_of_one_purpose_does_not_do_for_the_other(client, outbox):
    ask()
    link = link_in(outbox.get())

    assert client.post(link.replace("bestaetigen", "beenden")).status_code == 404
    assert Watch.objects.exists()


# --- telling ---------------------------------------------------------------------------------------------------------


def test_one_mail_for_each_watch_and_event_however_often_the_clock_runs(site_tree):
    watch()
    open_event(site_tree, slug="info")

    counts = [services.tell() for _run in range(3)]

    assert counts == [1, 0, 0]
    assert [mail.recipient for mail in news()] == [sentinels.EMAIL]
    assert "http://testserver/de/veranstaltungen/info/" in news()[0].content["text"]


@pytest.mark.parametrize(
    ("wish", "facts", "is_told"),
    [
        ({"region": "095"}, {}, True),
        ({"region": "092"}, {}, False),
        ({"region": "all"}, {}, True),
        ({"region": "092"}, {"mode": "online", "district": None}, True),
        ({"region": "092"}, {"mode": "hybrid"}, False),
        ({"region": "095"}, {"district": None}, False),
        ({"region": "all"}, {"district": None}, True),
        ({"region": "095", "kind": "info-session"}, {}, True),
        ({"region": "095", "kind": "networking-day"}, {}, False),
    ],
)
def test_a_watch_hears_of_its_region_and_kind_and_of_what_is_only_online(site_tree, wish, facts, is_told):
    watch(**wish)
    open_event(site_tree, **facts)

    assert services.tell() == is_told


def test_an_event_is_told_when_its_registration_opens_and_not_before(site_tree, time_machine):
    watch()
    opens_at = timezone.now() + timedelta(days=3)
    open_event(site_tree, registration_opens_at=opens_at)

    before = services.tell()
    time_machine.move_to(opens_at + timedelta(seconds=1))
    after = services.tell()

    assert (before, after) == (0, 1)


def test_an_event_is_told_when_its_page_is_published(site_tree):
    watch()
    event = make_event(district=make_district())
    before = services.tell()
    make_event_page(site_tree, event)

    assert (before, services.tell()) == (0, 1)


def test_what_was_open_before_somebody_asked_is_no_news(site_tree, time_machine):
    open_event(site_tree)
    services.tell()
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    watch()

    assert services.tell() == 0


def test_who_confirms_while_others_are_still_being_told_has_seen_the_list(site_tree, monkeypatch, time_machine):
    monkeypatch.setattr(services, "MOST_A_RUN", 1)
    for number in range(2):
        watch(email=f"{number}@example.org")
    open_event(site_tree)
    first = services.tell()
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    watch(email="late@example.org")

    assert (first, services.tell(), services.tell()) == (1, 1, 0)
    assert "late@example.org" not in {mail.recipient for mail in news()}


@pytest.mark.parametrize(
    "facts",
    [
        {"cancelled_at": timezone.now()},
        {"starts_at": timezone.now() - timedelta(days=2)},
        {"registration_closes_at": timezone.now() - timedelta(days=2)},
    ],
)
def test_what_one_cannot_register_for_is_no_news(site_tree, facts):
    watch()
    open_event(site_tree, **facts)

    assert services.tell() == 0


def test_a_run_tells_a_limited_number_and_the_next_one_goes_on(site_tree, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_RUN", 2)
    for number in range(5):
        watch(email=f"{number}@example.org")
    open_event(site_tree)

    assert [services.tell() for _run in range(4)] == [2, 2, 1, 0]
    assert len({mail.recipient for mail in news()}) == 5
    assert Opening.objects.get().told_at is not None


def test_an_event_that_closes_before_everybody_was_told_is_told_no_more(site_tree, monkeypatch, time_machine):
    monkeypatch.setattr(services, "MOST_A_RUN", 1)
    for number in range(2):
        watch(email=f"{number}@example.org")
    event = open_event(site_tree)
    services.tell()
    time_machine.move_to(event.starts_at + timedelta(minutes=1))

    assert services.tell() == 0
    assert Opening.objects.get().told_at is not None


def test_a_page_taken_offline_is_told_when_it_is_back(site_tree, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_RUN", 1)
    for number in range(2):
        watch(email=f"{number}@example.org")
    page = open_event(site_tree).pages.get()
    services.tell()
    page.unpublish()
    offline = services.tell()
    page.save_revision().publish()

    assert (offline, services.tell()) == (0, 1)


def test_a_worker_that_comes_second_writes_no_second_mail(site_tree):
    """Both have read who waits; the notice of the first one is there before the second one writes."""
    waiting = watch()
    event = open_event(site_tree)
    services.tell()

    words = {code: selectors.public_event(slug=event.slug, language=code) for code in LANGUAGES}

    assert services._tell(waiting.pk, event, words) is False
    assert len(news()) == 1


def test_who_stopped_meanwhile_is_told_nothing(site_tree):
    waiting = watch()
    event = open_event(site_tree)
    Watch.objects.all().delete()

    assert services._tell(waiting.pk, event, {}) is False
    assert news() == []


def test_mail_and_notice_are_written_together_or_not_at_all(site_tree, monkeypatch):
    watch()
    open_event(site_tree)
    monkeypatch.setattr(services.emails, "queue_opening", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        services.tell()

    assert not WatchNotice.objects.exists()


def test_a_look_of_the_clock_at_nothing_new_costs_a_handful_of_queries(site_tree):
    for _number in range(3):
        open_event(site_tree)
    services.tell()

    with CaptureQueriesContext(connection) as queries:
        services.tell()

    assert len(queries) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mail_is_in_the_language_of_the_form_and_names_nobody(site_tree, language, outbox):
    watch(address=f"/{language}/veranstaltungen/benachrichtigung/")
    open_event(site_tree)
    services.tell()

    assert [mail.template.split("/")[-1] for mail in outbox] == ["watch_question", "watch_opening"]
    for mail in outbox:
        subject = portal_outbox.message(mail).subject
        soup = BeautifulSoup(mail.content["html"], "html.parser")
        words = subject + mail.content["text"] + mail.content["html"]
        assert (soup.html["lang"], soup.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
        assert not sentinels.found_in(words)
        assert "{{" not in words
        assert link_in(mail).startswith(f"/{language}/")
        assert f"http://testserver{link_in(mail)}" in [link["href"] for link in soup.find_all("a")]
        assert "\n" not in subject


# --- stopping and deleting -------------------------------------------------------------------------------------------


def test_every_news_carries_a_link_that_asks_stops_and_deletes_at_once(client, site_tree):
    watch()
    open_event(site_tree)
    services.tell()
    link = link_in(news()[0])

    asked = client.get(link)
    there = Watch.objects.count()
    sent = client.post(link)
    again = client.post(link)
    after = client.get(link)

    assert BeautifulSoup(asked.content, "html.parser").main.form
    assert there == 1
    assert not Watch.objects.exists()
    assert sent.url == again.url == link
    assert after.status_code == 200
    assert not BeautifulSoup(after.content, "html.parser").main.form


def test_the_button_of_a_mail_program_stops_with_one_request_and_without_a_page(site_tree):
    watch()
    open_event(site_tree)
    services.tell()
    [told] = news()
    headers = portal_outbox.message(told).message()
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    program = Client(enforce_csrf_checks=True)

    looked = program.get(address).status_code, program.head(address).status_code, Watch.objects.count()
    answers = [program.post(address, {"List-Unsubscribe": "One-Click"}) for _time in range(2)]

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert looked == (200, 200, 1)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert not Watch.objects.exists()


def test_the_button_of_a_mail_program_needs_the_secret_of_the_mail(site_tree):
    watch()
    program = Client(enforce_csrf_checks=True)

    answer = program.post("/de/veranstaltungen/benachrichtigung/beenden/guessed/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 404
    assert Watch.objects.exists()


def test_no_other_mail_offers_to_unsubscribe(outbox):
    ask()

    assert "List-Unsubscribe" not in portal_outbox.message(outbox.get()).message()


def test_links_of_other_mails_say_that_it_is_stopped(client, site_tree):
    watch()
    for _number in range(2):
        open_event(site_tree)
    services.tell()
    first, second = map(link_in, news())
    client.post(first)

    page = client.get(second)

    assert page.status_code == 200
    assert not BeautifulSoup(page.content, "html.parser").main.form


def test_stopping_one_watch_leaves_another_of_the_same_address(client, site_tree):
    watch(region="095")
    watch(region="all")
    open_event(site_tree)
    services.tell()

    client.post(link_in(news()[0]))

    assert Watch.objects.count() == 1


def test_unconfirmed_watches_go_after_seven_days_and_confirmed_ones_after_twelve_months(time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    ask(email="a@example.org")
    watch(email="b@example.org")

    counts = []
    for days in (6.9, 7.1, 364.9, 365.1):
        time_machine.move_to(now + timedelta(days=days))
        counts.append((services.purge(), Watch.objects.count()))

    assert counts == [(0, 2), (1, 1), (0, 1), (1, 0)]


def test_a_link_to_stop_still_answers_after_the_end(client, site_tree, time_machine):
    watch()
    open_event(site_tree, starts_at=timezone.now() + timedelta(days=400))
    services.tell()
    time_machine.move_to(timezone.now() + timedelta(days=370))
    services.purge()

    assert client.get(link_in(news()[0])).status_code == 200


def test_the_address_is_encrypted_and_names_nobody_in_the_administration(site_tree):
    waiting = watch()

    with connection.cursor() as cursor:
        cursor.execute("SELECT email, email_fingerprint FROM events_watch")
        stored = b"".join(bytes(value) if not isinstance(value, str) else value.encode() for value in cursor.fetchone())
    assert not sentinels.found_in(stored)
    assert not sentinels.found_in(f"{waiting} {waiting.subject}")


# --- the ways to the form --------------------------------------------------------------------------------------------


def watch_links(response) -> list[str]:
    return [link["href"] for link in BeautifulSoup(response.content, "html.parser").select(".event-watch a")]


def test_the_list_leads_to_the_form_with_what_is_chosen(client, site_tree):
    open_event(site_tree)
    index = "/de/veranstaltungen/"

    assert watch_links(client.get(index)) == [ASK]
    assert watch_links(client.get(index, {"region": "095"})) == [f"{ASK}?region=095"]
    empty = client.get(index, {"region": "095", "kind": "other"})
    assert watch_links(empty) == [f"{ASK}?region=095&kind=other"]


@pytest.mark.parametrize(
    ("facts", "is_offered"),
    [
        ({}, False),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, True),
        ({"capacity": 0}, True),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, True),
        ({"starts_at": timezone.now() - timedelta(days=3)}, True),
        ({"cancelled_at": timezone.now()}, True),
    ],
)
def test_an_event_that_takes_nobody_now_leads_to_the_form(client, site_tree, facts, is_offered):
    open_event(site_tree, slug="info", **facts)

    links = watch_links(client.get("/de/veranstaltungen/info/"))

    assert links == ([f"{ASK}?region=095&kind=info-session"] if is_offered else [])


def test_the_slug_of_the_form_is_taken():
    event = make_event()
    event.slug = "benachrichtigung"

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert list(refusal.value.error_dict) == ["slug"]
