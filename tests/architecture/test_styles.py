"""Style sheets of our own: they mirror by themselves, and call nobody."""

import re

import pytest

from tests.architecture import sources

PHYSICAL = re.compile(
    r"""(?P<property>
        (?:scroll-)?(?:margin|padding)-(?:left|right)
        | border-(?:left|right)(?:-\w+)?
        | border-(?:top|bottom)-(?:left|right)-radius
        | (?<![\w-])(?:left|right)
    )\s*:
    | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b
    """,
    re.VERBOSE,
)
# Where another element carries the ring: the card around its link; nothing can be done in the target of the skip link.
RING_DRAWN_ELSEWHERE = {".main:focus", ".card__link:focus-visible"}
# Places where a side of the screen is meant, not a side of the text.
ALLOWED: set[str] = set()


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), css, flags=re.DOTALL)


def physical_sides(css: str) -> list[int]:
    css = without_comments(css)
    return [css[: found.start()].count("\n") + 1 for found in PHYSICAL.finditer(css)]


@pytest.mark.parametrize(
    "rule",
    [
        "margin-left: 1rem",
        "padding-right:0",
        "left: 0",
        "right:0",
        "text-align: left",
        "float:right",
        "border-left: 1px solid",
        "border-right-color: red",
        "border-top-left-radius: 2px",
        "scroll-margin-left: 1px",
    ],
)
def test_the_guard_sees_each_physical_side(rule):
    assert physical_sides(f".a {{ {rule}; }}") == [1]


@pytest.mark.parametrize(
    "rule",
    ["margin-inline-start: 1rem", "inset-inline-start: 0", "text-align: start", "float: inline-end", "/* left: 0 */"],
)
def test_the_guard_lets_logical_sides_through(rule):
    assert physical_sides(f".a {{ {rule} }}") == []


def test_our_style_sheets_know_no_left_and_right():
    found = {
        f"{sources.name(path)}:{line}" for path in sources.style_sheets() for line in physical_sides(sources.text(path))
    }

    assert found - ALLOWED == set()


def test_our_style_sheets_and_scripts_name_no_other_host():
    found = [
        f"{sources.name(path)}: {hit}"
        for path in (*sources.style_sheets(), *sources.scripts())
        for hit in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", without_comments(sources.text(path)))
        if "www.w3.org" not in hit
    ]

    assert found == []


def test_nothing_is_hyphenated_by_machine():
    """Easy German forbids it, and word ends of other languages are easier to read without."""
    found = [sources.name(path) for path in sources.style_sheets() if "hyphens: auto" in sources.text(path)]

    assert found == []


def test_the_focus_ring_is_never_taken_away():
    found = {
        selector.strip()
        for path in sources.style_sheets()
        for selector, rules in re.findall(r"([^{}]+){([^{}]*)}", without_comments(sources.text(path)))
        if re.search(r"outline(?:-width|-style)?\s*:\s*(?:none|0)\b", rules)
    }

    assert found <= RING_DRAWN_ELSEWHERE, found - RING_DRAWN_ELSEWHERE
