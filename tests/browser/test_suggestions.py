"""The fields that suggest while one types: with the keyboard alone, read aloud, right to left, and without script."""

import pytest

from tests.browser.visit import axe_violations

pytestmark = pytest.mark.browser
OPEN = ".suggest:not([hidden])"


def type_into(visitor, selector: str, text: str):
    field = visitor.page.locator(selector)
    field.focus()
    visitor.page.keyboard.type(text, delay=20)
    visitor.page.wait_for_selector(OPEN)
    return field


@pytest.mark.parametrize(
    ("path", "selector", "typed"),
    [("/de/", "#site-search", "berat"), ("/de/suche/", "#finder-words", "rü"), ("/ar/suche/", "#finder-words", "ال")],
)
@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (320, "dark")])
def test_an_open_list_has_no_barrier_and_fits(path, selector, typed, width, colours, visit):
    visitor = visit(width=width, colours=colours)
    visitor.open(path)

    type_into(visitor, selector, typed)
    visitor.page.keyboard.press("ArrowDown")
    visitor.look()

    page = visitor.page
    sizes = page.eval_on_selector_all(".suggest__option", "all => all.map(one => one.getBoundingClientRect().height)")
    assert min(sizes) >= 24
    box = page.locator(OPEN).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert axe_violations(page) == []


def test_arrows_move_without_changing_the_text_and_escape_closes(visit):
    visitor = visit()
    visitor.open("/de/suche/")
    field = type_into(visitor, "#finder-words", "berat")
    page, keys = visitor.page, visitor.page.keyboard

    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    options = page.locator(".suggest [role=option]")
    assert options.count() > 1
    assert page.locator(".suggest + [role=status]").inner_text() == f"{options.count()} Vorschläge"

    keys.press("ArrowDown")
    first = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{first}").get_attribute("aria-selected") == "true"
    assert page.locator("[aria-selected=true]").count() == 1
    keys.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    assert field.input_value() == "berat"

    keys.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == "berat"
    keys.press("ArrowDown")
    page.wait_for_selector(OPEN)


def test_enter_opens_a_thing_or_searches_for_a_word(visit):
    visitor = visit()
    visitor.open("/de/")
    type_into(visitor, "#site-search", "coming")
    visitor.page.keyboard.press("ArrowDown")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert visitor.path.startswith("/de/beratungsstellen/")

    visitor.open("/de/suche/")
    type_into(visitor, "#finder-words", "Existenzg")
    word = visitor.page.locator(".suggest [role=option]:not(:has(.suggest__kind))").first
    text = word.inner_text()
    with visitor.page.expect_navigation():
        word.click()
    assert visitor.page.locator("#finder-words").input_value() == text


def test_enter_without_a_choice_searches_for_what_was_typed(visit):
    visitor = visit()
    visitor.open("/de/suche/")
    type_into(visitor, "#finder-words", "berat")

    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")

    assert "q=berat" in visitor.page.url


def test_tab_goes_on_and_closes_the_list(visit):
    visitor = visit()
    visitor.open("/de/suche/")
    type_into(visitor, "#finder-words", "berat")

    visitor.page.keyboard.press("Tab")

    assert visitor.page.locator(OPEN).count() == 0
    assert visitor.page.evaluate("document.activeElement.type") == "submit"


def test_only_the_last_question_is_asked_when_somebody_types_quickly(visit):
    visitor = visit()
    visitor.open("/de/suche/")
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url) if "vorschlaege" in request.url else None)

    type_into(visitor, "#finder-words", "beratung")

    assert 1 <= len(asked) <= 3
    assert asked[-1].endswith("q=beratung")


def test_without_script_the_field_is_a_plain_field(visit):
    visitor = visit(script=False)
    visitor.open("/de/suche/")
    field = visitor.page.locator("#finder-words")

    assert field.get_attribute("role") is None
    assert visitor.page.locator(".suggest").count() == 0
    field.fill("beratung")
    field.press("Enter")
    visitor.page.wait_for_load_state()

    assert visitor.page.locator(".hit").count() > 3


def counted(portal) -> tuple[int, int]:
    """How often was searched so far, and a result chosen."""
    rows = "SearchQuery.objects.values_list('searches', 'choices')"
    printed = portal.manage("shell", "-c", f"print(*map(sum, zip(*{rows})))")
    searches, choices = printed.split()[-2:]
    return int(searches), int(choices)


def test_a_search_and_the_first_result_opened_are_counted_once(visit, portal):
    visitor, (searches, choices) = visit(), counted(portal)
    posts = []
    visitor.page.on(
        "request",
        lambda request: posts.append(request.post_data) if request.url.endswith("/suche/zaehlen/") else None,
    )

    visitor.open("/de/suche/?q=beratung")
    visitor.page.reload()
    visitor.press(visitor.main(".hit a").nth(1))
    visitor.page.wait_for_timeout(500)

    assert len(posts) == 2
    assert "rank" not in posts[0]
    assert posts[1].endswith("rank=2")
    assert counted(portal) == (searches + 1, choices + 1)


def test_who_asks_not_to_be_counted_is_not(visit):
    visitor = visit()
    visitor.page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    posts = []
    visitor.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)

    visitor.open("/de/suche/?q=beratung")
    visitor.page.wait_for_timeout(300)

    assert posts == []
