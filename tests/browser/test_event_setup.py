"""Event staff set up a networking day in the CMS, by clicking and typing, from the facts to two public languages.

What it takes is counted: 4 seconds a click, a second a tab or four typed letters, 15 seconds to read a screen. Words
that lie ready (the invitation and its translation) are pasted; what nobody has written yet takes longer.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator

from portal import demo, roles
from tests.browser import journeys
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
EVENT_STAFF = next(email for email, _first, _last, role in demo.PEOPLE if role == roles.EVENT_STAFF)
MOST_MINUTES = 10
WORKSHOPS = {
    "zuweisung": ("Zuweisung ohne Umwege", "Wer meldet wen an, und was braucht das Projekt?"),
    "nach-der-ankunft": ("Nach der Ankunft", "Was die Programme im Herkunftsland anbieten."),
    "ehrenamt": ("Ehrenamt und Beratung", "Wie Freiwillige und Fachstellen zusammenarbeiten."),
}
WORDS = {
    "title": "Vernetzungstag in Würzburg",
    "summary": "Ein Tag für alle, die in Bayern zu Rückkehr beraten. Mit drei Workshops am Nachmittag.",
    "description": "Am Vormittag berichten Beratungsstellen und Projekt. Am Nachmittag arbeiten Sie in einem Workshop.",
}
ENGLISH = {
    WORDS["title"]: "Networking day in Würzburg",
    WORDS["summary"]: "A day for all who counsel on return in Bavaria. With three workshops in the afternoon.",
    WORDS["description"]: "In the morning centres and project report. In the afternoon you work in one workshop.",
    "Zuweisung ohne Umwege": "Referral without detours",
    "Wer meldet wen an, und was braucht das Projekt?": "Who refers whom, and what does the project need?",
    "Nach der Ankunft": "After arrival",
    "Was die Programme im Herkunftsland anbieten.": "What programmes in the country of origin offer.",
    "Ehrenamt und Beratung": "Volunteers and counselling",
    "Wie Freiwillige und Fachstellen zusammenarbeiten.": "How volunteers and professionals work together.",
}


class Staff:
    """Somebody at the CMS; everything they do is counted."""

    def __init__(self, visitor: Visit):
        self.visitor, self.page = visitor, visitor.page
        self.clicks = self.tabs = self.letters = self.screens = 0

    def look(self) -> None:
        self.screens += 1
        self.visitor.look()

    def click(self, control: Locator | str) -> None:
        self.clicks += 1
        (self.page.locator(control) if isinstance(control, str) else control).click()

    def go(self, control: Locator | str) -> None:
        self.click(control)
        self.page.wait_for_load_state()
        self.look()

    def type(self, name: str, text: str) -> None:
        self.clicks += 1
        self.letters += len(text)
        self.page.locator(f"[name='{name}']").fill(text)

    def tab_and_type(self, name: str, text: str) -> None:
        """Into the next field of the form, without the mouse."""
        self.tabs += 1
        self.letters += len(text)
        self.page.locator(f"[name='{name}']").fill(text)

    def choose(self, name: str, value: str) -> None:
        self.clicks += 2
        self.page.locator(f"select[name='{name}']").select_option(value)

    def tick(self, name: str, value: str) -> None:
        self.click(f"[name='{name}'][value='{value}']")

    def paste(self, field: Locator, text: str) -> None:
        """From a text that lies ready: mark and copy it there, click here, put it in."""
        self.clicks += 3
        field.fill(text)

    @property
    def minutes(self) -> float:
        return (4 * self.clicks + self.tabs + self.letters / 4 + 15 * self.screens) / 60


def enter_facts(staff: Staff) -> None:
    day = timezone.localdate() + timedelta(days=90)
    staff.go("a[href='/cms/events/']")
    staff.go("a[href='/cms/events/new/'] >> visible=true")
    staff.choose("kind", "networking-day")
    staff.type("starts_at", f"{day}T09:30")
    staff.tab_and_type("ends_at", f"{day}T16:30")
    staff.tick("languages", "de")
    staff.choose("mode", "hybrid")
    staff.type("venue_name", "Haus der Begegnung")
    staff.tab_and_type("venue_street", "Musterstraße 1")
    staff.tab_and_type("venue_postcode", "97070")
    staff.tab_and_type("venue_place", "Würzburg")
    staff.choose("district", "09663")
    staff.type("online_link", "https://konferenz.example/tag")
    staff.tab_and_type("contact_email", "veranstaltungen@demo.example")
    staff.type("capacity", "100")
    staff.tab_and_type("online_capacity", "50")
    staff.tab_and_type("registration_closes_at", f"{day - timedelta(days=10)}T18:00")
    staff.type("per_organisation", "6")
    for number, (audience, seats) in enumerate((("authority", "30"), ("provider", "10"))):
        staff.click("#id_quotas-ADD")
        staff.tick(f"quotas-{number}-audiences", audience)
        staff.type(f"quotas-{number}-capacity", seats)
    for number, code in enumerate(WORKSHOPS):
        staff.click("#id_sessions-ADD")
        staff.type(f"sessions-{number}-code", code)
        staff.tab_and_type(f"sessions-{number}-capacity", "30")
    staff.go("main footer button[type=submit]")


def write_german(staff: Staff) -> None:
    page = staff.page
    staff.go("main form button[type=submit]")
    staff.paste(page.locator("[name=title]"), WORDS["title"])
    staff.paste(page.locator("[name=summary]"), WORDS["summary"])
    staff.paste(page.locator("[data-contentpath=description] [role=textbox]"), WORDS["description"])
    for number, (title, text) in enumerate(WORKSHOPS.values()):
        staff.paste(page.locator(f"[name=workshops-{number}-title]"), title)
        staff.paste(page.locator(f"[name=workshops-{number}-text]"), text)
    page.wait_for_load_state("networkidle")  # the draft saves itself
    staff.click("footer [data-w-dropdown-target=toggle]")
    staff.go("[name=action-publish]")


def translate(staff: Staff) -> None:
    page = staff.page
    staff.go("button[name=language][value=en]")
    for german, english in ENGLISH.items():
        staff.click(page.locator("li.incomplete").filter(has_text=german).get_by_text("Übersetzen", exact=True))
        staff.paste(page.locator("li textarea"), english)
        staff.click(page.get_by_role("button", name="Speichern", exact=True))
        page.locator("li textarea").wait_for(state="detached")
    staff.go(page.get_by_role("button", name=re.compile("Veröffentlichen in")))


def test_a_networking_day_in_two_languages_takes_ten_minutes(visit):
    visitor = visit()
    journeys.log_in_staff(visitor, EVENT_STAFF)
    staff = Staff(visitor)

    enter_facts(staff)
    assert re.fullmatch(r"/cms/event-staff/\d+/pages/", visitor.path)
    overview = visitor.path
    write_german(staff)
    assert visitor.path == overview
    translate(staff)

    assert staff.minutes < MOST_MINUTES, vars(staff)
    visitor.open(overview.replace("/pages/", "/registrations/"))
    visitor.open(overview)
    address = visitor.main("a[href*='/veranstaltungen/']").first.get_attribute("href")
    slug = address.rstrip("/").rpartition("/")[2]
    assert slug.startswith("vernetzungstag-wuerzburg-")
    titles = [WORDS["title"], *(title for title, _text in WORKSHOPS.values())]
    for language, shown in (("de", titles), ("en", [ENGLISH[title] for title in titles])):
        visitor.open(f"/{language}/veranstaltungen/{slug}/")
        text = visitor.page.locator("main").inner_text()
        assert [title for title in shown if title not in text] == []
    visitor.open(f"/en/veranstaltungen/{slug}/anmeldung/")
    assert visitor.main("[name=first_choice]").count()
