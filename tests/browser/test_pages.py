"""The main pages in both colour schemes and in every language, and what no page may do to its reader."""

import pytest

from tests.browser.journeys import EVENT

pytestmark = pytest.mark.browser
REPORT = "verzeichnis/hinweis/zu/zrb-nordbayern-nuernberg/"
# Their forms are protected by a cookie, which is not there for reading.
FORMS = ("anmeldung", "verzeichnis/hinweis/")
PATHS = (
    "",
    "projekt/",
    "rueckkehr/",
    "beratungsstellen/",
    "beratungsstellen/?place=90513",
    "beratungsstellen/?place=Nirgendwo",
    "beratungsstellen/?place=Neustadt",
    "beratungsstellen/?place=10115",
    "beratungsstellen/?place=90513&anker=yes&language=ar&open=now",
    "beratungsstellen/musterberatungsstelle-demo/",
    REPORT,
    "verzeichnis/hinweis/",
    "verzeichnis/hinweis/stand/?reference=X",
    "merkblatt/?place=90513",
    "programme/",
    "programme/?country=SY",
    "programme/reag-garp/",
    "programme/bayerisches-rueckkehrprogramm/",
    "programme/pruefen/",
    "veranstaltungen/",
    "veranstaltungen/einbetten/",
    f"veranstaltungen/{EVENT}/",
    f"veranstaltungen/{EVENT}/anmeldung/",
    "formulare/",
    "formulare/zuweisung/",
    "suche/?q=beratung",
    "suche/?q=beratung&kind=centre",
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


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_pages_for_machines_have_no_barrier(language, visit):
    visitor = visit(width=320)
    for path in ("/api/", "/api/konformitaet/"):
        visitor.open(f"{path}?lang={language}")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_report_with_errors_and_the_result_of_the_check_have_no_barrier(language, visit):
    visitor = visit(width=320)

    visitor.open(f"/{language}/{REPORT}")
    visitor.press(visitor.main("button[type=submit]"))
    assert visitor.main("> :first-child").get_attribute("class").startswith("error-summary")
    visitor.open(f"/{language}/programme/pruefen/")
    visitor.press(visitor.main("form.fit-form button[type=submit]"))
    parts = visitor.page.eval_on_selector_all(
        "main section[aria-labelledby]", "all => all.map(each => each.getAttribute('aria-labelledby'))"
    )
    assert parts.index("near-title") == len(parts) - 2  # who helps stands ahead of what does not fit


@pytest.mark.parametrize("language", ["de", "ar"])
def test_on_a_phone_the_centres_come_before_a_wall_of_filters(language, visit):
    visitor = visit(width=320)
    visitor.open(f"/{language}/beratungsstellen/?place=90513")

    assert not visitor.main("#language-ar").is_visible()
    fold, heading = visitor.main(".directory__fold").bounding_box(), visitor.main("#results").bounding_box()
    assert heading["y"] - fold["y"] < 150


def test_reading_sets_no_cookie(visit):
    visitor = visit(strict_axe=False)

    for path in PATHS:
        if not any(form in path for form in FORMS):
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
