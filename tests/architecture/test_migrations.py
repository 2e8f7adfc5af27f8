"""Migrations stand for themselves: none is missing, and none leans on models that will change."""

import ast
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db.models import Model

from tests.architecture import sources


def migrations():
    return [path for path in sources.python(sources.APPS) if "migrations" in path.parts and path.stem != "__init__"]


def own_names(path) -> set[str]:
    """The dotted names of our own code a migration uses, as ``events.models.facts.new_reference``."""
    names = set()
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in sources.APPS:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names.add(ast.unparse(node))
    return {name for name in names if name.split(".")[0] in sources.APPS and name.count(".") > 1}


def is_living_model(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        found = getattr(import_module(module), attribute, None)
    except ModuleNotFoundError:  # an attribute of something in a module; that something is looked at by itself
        return False
    return isinstance(found, type) and issubclass(found, Model)


def test_the_guard_knows_a_living_model():
    assert is_living_model("portal.models.User")
    assert not is_living_model("portal.crypto.EncryptedField")


def test_no_migration_imports_living_models_or_services():
    """Fields and functions that give a default are part of a migration; models and what works with them change."""
    found = [
        f"{sources.name(path)}: {name}"
        for path in migrations()
        for name in own_names(path)
        if is_living_model(name) or set(name.split(".")[1:]) & {"services", "selectors", "views", "indexing", "demo"}
    ]

    assert found == []


def test_every_step_of_data_can_go_back():
    """RunPython and RunSQL name their way back, so that an update can be undone."""
    found = []
    for path in migrations():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("RunPython", "RunSQL"):
                named = {keyword.arg for keyword in node.keywords}
                if len(node.args) < 2 and not named & {"reverse_code", "reverse_sql"}:
                    found.append(f"{sources.name(path)}:{node.lineno}")

    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out
