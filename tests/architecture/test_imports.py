"""Imports: the names that bite, the direction of the apps, and the rule that errors are never swallowed."""

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture import sources

# An app's ready() may import what registers itself; the registry is not loaded before.
LATE_IMPORTS = {"ready"}


def imports(path: Path):
    return [node for node in ast.walk(sources.tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]


def bare_forms(tree: ast.Module) -> list[int]:
    """The lines where the bare name ``forms`` would mean our app."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            lines += [node.lineno for alias in node.names if (alias.asname or alias.name) == "forms"]
            lines += [node.lineno for alias in node.names if alias.asname is None and alias.name.startswith("forms.")]
        elif isinstance(node, ast.ImportFrom):
            if node.module == "forms":
                lines.append(node.lineno)
            elif node.module not in ("django", "wagtail.admin", "wagtail.images", "wagtail.users"):
                lines += [node.lineno for alias in node.names if (alias.asname or alias.name) == "forms"]
    return lines


@pytest.mark.parametrize(
    "line",
    [
        "import forms",
        "import forms.services",
        "from forms import services",
        "from portal import forms",
        "import home as forms",
    ],
)
def test_the_guard_of_the_bare_name_sees_every_way_to_take_it(line):
    assert bare_forms(ast.parse(line)) == [1]


def test_the_guard_of_the_bare_name_lets_the_right_ways_through():
    assert bare_forms(ast.parse("from django import forms\nfrom forms.services import submit\n")) == []


def test_the_bare_name_forms_means_djangos_everywhere():
    # The command of the demo calls the demo of every app by its full path and uses no Django form; Django writes the
    # imports of migrations itself.
    allowed = {"portal/management/commands/demo.py"}
    found = [
        f"{sources.name(path)}:{line}"
        for path in sources.python()
        if sources.name(path) not in allowed and "migrations" not in path.parts
        for line in bare_forms(sources.tree(path))
    ]

    assert found == []


def test_wagtails_search_package_does_not_hide_ours():
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.python()
        for node in imports(path)
        if isinstance(node, ast.ImportFrom) and node.module == "wagtail" and any(a.name == "search" for a in node.names)
    ]

    assert found == []


def test_imports_are_absolute():
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.python()
        for node in imports(path)
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert found == []


def test_no_star_imports_but_in_settings():
    found = [
        sources.name(path)
        for path in sources.python()
        for node in imports(path)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]

    assert [
        name for name in found if not name.startswith("portal/settings/") and not name.endswith("_settings.py")
    ] == []


def test_imports_stand_at_the_top():
    found = []
    for path in sources.python(sources.APPS):
        for function in ast.walk(sources.tree(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name not in LATE_IMPORTS:
                found += [
                    f"{sources.name(path)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]

    assert found == []


def broad_handlers(path: Path) -> list[int]:
    """Lines that catch everything and neither pass it on, log it, nor say why on the same line."""
    lines = sources.text(path).splitlines()
    found = []
    for node in ast.walk(sources.tree(path)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        broad = node.type is None or any(getattr(c, "id", "") in ("Exception", "BaseException") for c in caught)
        explained = "noqa: BLE001 -- " in lines[node.lineno - 1]
        raises = any(isinstance(step, ast.Raise) for step in ast.walk(node))
        logs = any(isinstance(step, ast.Attribute) and step.attr == "exception" for step in ast.walk(node))
        if broad and not (explained or raises or logs):
            found.append(node.lineno)
    return found


def test_nothing_catches_every_exception_without_a_reason():
    found = [f"{sources.name(path)}:{line}" for path in sources.python(sources.APPS) for line in broad_handlers(path)]

    assert found == []


def test_no_test_code_in_the_product():
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.python(sources.APPS)
        for node in imports(path)
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if module.split(".")[0] in ("tests", "pytest", "unittest", "hypothesis", "playwright")
    ]

    assert found == []


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(sources.ROOT / ".importlinter")
    return parser


def test_the_contracts_know_every_app():
    names = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    own = {name for name in names if (sources.ROOT / name).is_dir()}

    assert own == set(sources.APPS)
    assert set(contracts()["importlinter"]["root_packages"].split()) == own


def test_referrals_may_never_reach_the_search_index():
    allowed = contracts()["importlinter:contract:search-seam"]["allowed_importers"].split()

    assert not [name for name in allowed if name.startswith(("forms", "portal"))]


def test_the_import_contracts_hold():
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([command, "--no-cache"], cwd=sources.ROOT, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout[-3000:]
