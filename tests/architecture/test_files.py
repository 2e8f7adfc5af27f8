"""How long files are, what they are called and where they may stand."""

import subprocess

from tests.architecture import sources

LONGEST = 600
EMPTY_NAMES = {"utils", "helpers", "common", "manager", "misc", "base_views"}
TOP_LEVEL = {
    "portal",
    "home",
    "programmes",
    "events",
    "forms",
    "search",
    "locale",
    "tests",
    "docs",
    "deploy",
    "manage.py",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "SECURITY.md",
    "publiccode.yml",
    "pyproject.toml",
    "uv.lock",
    "package.json",
    "package-lock.json",
    "Makefile",
}


def test_no_file_is_longer_than_a_reader_can_hold():
    long = {
        sources.name(path): count
        for path in sources.files(".py", ".html", ".css", ".js", ".mjs")
        if "migrations" not in path.parts  # written by a machine
        and (count := sources.text(path).count("\n")) > LONGEST
    }

    assert long == {}


def test_modules_say_what_they_hold():
    vague = [sources.name(path) for path in sources.python() if path.stem in EMPTY_NAMES]

    assert vague == []


def test_step_forms_are_not_called_forms_forms():
    assert not (sources.ROOT / "forms" / "forms.py").exists()


def test_no_app_has_a_module_that_reads_like_the_search_app():
    assert [app for app in sources.APPS if app != "search" and (sources.ROOT / app / "search.py").exists()] == []


def test_the_catalogues_do_not_hide_the_locale_module_of_python():
    assert list((sources.ROOT / "locale").rglob("*.py")) == []


def test_every_app_has_its_templates_and_static_files_under_its_own_name():
    strange = [
        sources.name(path)
        for app in sources.APPS
        if app != "portal"
        for kind in ("templates", "static")
        if (sources.ROOT / app / kind).is_dir()
        for path in (sources.ROOT / app / kind).iterdir()
        if path.name != app
    ]

    assert strange == []


def test_the_top_level_holds_what_the_readme_says_and_nothing_else():
    listed = subprocess.run(
        ["git", "ls-files", "--cached"], cwd=sources.ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    strange = {line.split("/")[0] for line in listed} - TOP_LEVEL

    assert {name for name in strange if not name.startswith(".")} == set()
