"""The main pages in both colour schemes and in every language, and what no page may do to its reader."""

import pytest

from tests.browser.journeys import EVENT

pytestmark = pytest.mark.browser
PATHS = (
    "",
    "projekt/",
    "rueckkehr/",
    "beratungsstellen/",
    "beratungsstellen/?place=90513",
    "beratungsstellen/?place=Nirgendwo",
    "programme/",
    "programme/?country=SY",
    "programme/reag-garp/",
    "programme/pruefen/",
    "veranstaltungen/",
    f"veranstaltungen/{EVENT}/",
    f"veranstaltungen/{EVENT}/anmeldung/",
    "formulare/",
    "formulare/zuweisung/",
    "suche/?q=beratung",
    "suche/?q=xqzw",
    "barrierefreiheit/",
    "gibt-es-nicht/",
)


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_main_pages_have_no_barrier_a_machine_can_find(language, colours, visit):
    visitor = visit(colours=colours)

    for path in PATHS:
        visitor.open(f"/{language}/{path}")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_main_pages_fit_a_narrow_screen(language, visit):
    visitor = visit(width=320, strict_axe=False)

    for path in PATHS:
        visitor.open(f"/{language}/{path}")


def test_easy_german_starts_without_barrier(visit):
    visit().open("/de-simple/")


def test_the_account_pages_have_no_barrier(visit):
    for colours in ("light", "dark"):
        visitor = visit(colours=colours)
        for path in ("/konto/login/", "/bereich/anmelden/", "/konto/login/code/"):
            visitor.open(path)


def test_reading_sets_no_cookie(visit):
    visitor = visit(strict_axe=False)

    for path in PATHS:
        if "anmeldung" not in path:
            visitor.open(f"/de/{path}")

    assert visitor.context.cookies() == []


def test_spacing_of_text_may_be_changed_without_loss(visit):
    """WCAG 1.4.12: more space between lines, words and letters cuts nothing off."""
    visitor = visit(width=320, strict_axe=False)
    for path in ("", "beratungsstellen/?place=90513", f"veranstaltungen/{EVENT}/anmeldung/"):
        visitor.open(f"/de/{path}")
        visitor.page.evaluate(
            """() => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
                    word-spacing: .16em !important}`);
                document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
            }"""
        )
        visitor.look()
