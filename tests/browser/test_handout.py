"""A counsellor makes an Arabic hand-out for Zirndorf, with and without script, by mouse and by keyboard."""

import pytest

from tests.portal.test_pdf import needs_pango

pytestmark = pytest.mark.browser
PICK = "/{}/merkblatt/"
CHOSEN = "c=zrb-nordbayern-nuernberg&p=eurp&e=vernetzungstag-nuernberg"


@pytest.mark.parametrize("script", [True, False])
def test_an_arabic_hand_out_for_zirndorf_takes_three_steps(visit, script):
    visitor = visit(script=script)
    visitor.open("/de/beratungsstellen/?place=Zirndorf")
    listed = visitor.main(".entries").first.locator(".entry").count()

    visitor.press(visitor.main("a[href*='/merkblatt/']").first)
    visitor.main("#lang").select_option("ar")
    visitor.press(visitor.main("button[formaction$='/druck/']"))

    assert visitor.main(".sheet[lang=ar][dir=rtl] .sheet__entry").count() == listed > 2
    assert visitor.context.cookies() == []


def test_the_picking_page_searches_and_keeps_what_is_chosen(visit):
    visitor = visit()
    visitor.open(f"{PICK.format('de')}?p=eurp")
    visitor.main("#place").fill("90513")
    visitor.main("#place").press("Enter")
    visitor.page.wait_for_load_state()
    visitor.look()

    assert visitor.main("input[name=c]:checked").count() > 2
    assert visitor.main("input[name=p][value=eurp]").is_checked()


def test_with_nothing_chosen_the_error_has_the_focus(visit):
    visitor = visit()
    visitor.open(PICK.format("de"))
    visitor.press(visitor.main("button[formaction$='/druck/']"))

    assert visitor.page.evaluate("document.activeElement.className").startswith("error-summary")
    assert visitor.page.title().startswith("Fehler: ")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_pages_have_no_barrier_a_machine_can_find(visit, language, colours):
    visitor = visit(colours=colours)
    for path in (
        PICK.format(language),
        f"{PICK.format(language)}?place=Landshut",
        f"{PICK.format(language)}?place=90513&{CHOSEN}",
        f"{PICK.format(language)}druck/?{CHOSEN}&lang=ar",
        f"{PICK.format(language)}druck/?{CHOSEN}&lang=de&large=1",
    ):
        visitor.open(path)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_pages_fit_a_narrow_screen(visit, language):
    visitor = visit(width=320, strict_axe=False)
    for path in (f"?place=90513&{CHOSEN}", f"druck/?{CHOSEN}&lang=ar&large=1", f"druck/?{CHOSEN}&lang=de"):
        visitor.open(PICK.format(language) + path)


def test_every_control_can_be_reached(visit):
    visitor = visit()
    visitor.open(f"{PICK.format('de')}?place=90513&{CHOSEN}")

    assert visitor.tab_through() > 10


def test_only_the_sheet_goes_on_paper(visit):
    visitor = visit(strict_axe=False)
    visitor.open(f"{PICK.format('de')}druck/?{CHOSEN}&lang=ar")
    assert visitor.main("[data-prints]").is_visible()

    visitor.page.emulate_media(media="print")

    for part in (".header", ".breadcrumb", ".handout__tools", "body > .footer"):
        assert visitor.page.locator(part).first.is_hidden(), part
    assert visitor.main(".sheet__entry").count() == 3
    assert visitor.main(".sheet .eu-funding img").is_visible()


@needs_pango
def test_the_pdf_of_the_running_portal(visit, portal):
    visitor = visit()
    answer = visitor.context.request.get(f"{PICK.format('de')}merkblatt.pdf?{CHOSEN}&lang=ar")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")
