"""Journeys one and two with the keyboard alone; on every stop the focus is to be seen and nothing lies over it."""

import pytest

from tests.browser import journeys
from tests.browser.journeys import EVENT, SUBMIT

pytestmark = pytest.mark.browser
PAGES = (
    "/{}/",
    "/{}/beratungsstellen/?place=90513",
    f"/{{}}/veranstaltungen/{EVENT}/anmeldung/",
    "/{}/suche/?q=beratung",
)


def enter(visitor, control) -> None:
    visitor.tab_to(control)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_a_centre_is_found_by_keyboard(visit):
    visitor = visit()
    visitor.open("/de/")

    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    visitor.tab_to(visitor.main("[name=place]"))
    visitor.page.keyboard.type("90513 Zirndorf")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()
    enter(visitor, visitor.main("a[href^='/de/beratungsstellen/']").filter(has_text="Zirndorf").first)

    assert "Zirndorf" in visitor.main("h1").inner_text()


def test_a_person_registers_by_keyboard(visit):
    visitor = visit()
    visitor.open("/de/veranstaltungen/")

    enter(visitor, visitor.main(f"a[href='/de/veranstaltungen/{EVENT}/']").first)
    enter(visitor, visitor.main("a[href$='/anmeldung/']").first)
    enter(visitor, visitor.main(SUBMIT).first)
    # The error summary has the focus; its first link leads to the first faulty field.
    visitor.tab_to(visitor.main("a[href^='#']").first, at_most=4)
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.name") == "name"
    visitor.page.keyboard.type("Ada Muster")
    visitor.tab_to(visitor.main("[name=email]"))
    visitor.page.keyboard.type("ada.keyboard@example.org")
    visitor.tab_to(visitor.main("[name=audience]").first)
    visitor.page.keyboard.press("Space")
    enter(visitor, visitor.main(SUBMIT).first)
    enter(visitor, visitor.main("button[value=send]"))

    assert "/anmeldung/V-" in visitor.path


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_every_control_of_a_page_can_be_reached(page, language, visit):
    visitor = visit()
    visitor.open(f"/{language}/{page}")

    assert visitor.tab_through() > 5


def test_the_keyboard_leads_out_of_the_language_menu(visit):
    visitor = visit()
    visitor.open("/de/")
    visitor.tab_to(visitor.page.locator("summary").filter(visible=True).first)

    visitor.page.keyboard.press("Enter")
    visitor.tab_to(visitor.page.locator("[hreflang=ar]").first, at_most=6)
    visitor.page.keyboard.press("Escape")

    assert not visitor.page.locator("[hreflang=ar]").first.is_visible()


def test_a_wizard_step_can_be_reached_by_keyboard(visit, portal):
    visitor = visit()
    journeys.log_in_member(visitor, portal)
    journeys.begin_referral(visitor)

    assert visitor.tab_through() > 5
