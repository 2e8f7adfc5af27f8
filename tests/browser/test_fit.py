"""The fit check in a browser: in Arabic on a small phone, and with the keyboard alone."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_syrian_reader_finds_what_fits_on_a_small_phone(script, colours, visit):
    visitor = visit(width=320, script=script, colours=colours)
    visitor.open("/ar/programme/")
    visitor.press(visitor.main(".check-link a"))

    visitor.main("#id_country").select_option("SY")
    for name, value in (("status", "in_procedure"), ("residence", "bavaria"), ("voluntary", "yes"), ("means", "no")):
        visitor.main(f"input[name={name}][value={value}]").check()
    visitor.press(visitor.main("button[type=submit]"))

    assert visitor.main("#fits").count() == 1
    assert visitor.path == "/ar/programme/pruefen/"
    visitor.main("#id_place").fill("90513")
    visitor.press(visitor.main(".fit-near .kern-btn--primary"))
    assert visitor.main(".fit-near__list a").count() > 0
    visitor.press(visitor.main("button[name=change]"))
    assert visitor.main("#id_country").input_value() == "SY"
    assert visitor.context.cookies() == []


def test_a_contradiction_is_found_by_the_summary(visit):
    visitor = visit(width=320)
    visitor.open("/de/programme/pruefen/")
    for value in ("woman", "none"):
        visitor.main(f"input[name=situation][value={value}]").check()

    visitor.press(visitor.main("button[type=submit]"))

    assert visitor.page.title().startswith("Fehler: ")
    visitor.main(".error-summary a").click()
    assert visitor.page.evaluate("document.activeElement.name") == "situation"


def test_every_control_of_the_check_is_reached_by_the_keyboard(visit):
    visitor = visit()
    visitor.open("/de/programme/pruefen/")

    assert visitor.tab_through() > 6
