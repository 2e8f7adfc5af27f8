"""What is shown to one person only is never kept: views of the two apps with personal data."""

import ast

from tests.architecture import sources

# Modules that may declare an answer public (``cache_scopes``); nothing of ``forms`` but its public pages is among them.
PUBLIC = {
    "portal/models/pages.py",
    "portal/page_cache.py",
    "home/",
    "programmes/",
    "events/models/pages.py",
    "events/views.py",
    "events/calendars.py",
    "forms/models/pages.py",
    "search/views.py",
}
# Views of events and forms that show what everybody may read.
SHOWN_TO_EVERYBODY = {
    ("events/views.py", "calendar"),
    ("events/views.py", "embed"),
    ("events/views.py", "event_calendar"),
    ("events/views.py", "feed"),
}


def test_only_public_modules_declare_an_answer_public():
    found = {sources.name(path) for path in sources.python(sources.APPS) if "cache_scopes" in sources.text(path)}

    assert {name for name in found if not name.startswith(tuple(PUBLIC))} == set()


def takes_request(function: ast.FunctionDef) -> bool:
    """Is it a view of its own? What takes the page as well is a part of a page, which Wagtail serves."""
    names = [argument.arg for argument in function.args.args]
    return names[:1] == ["request"] and "page" not in names and not function.name.startswith("_")


def decorators(node) -> set[str]:
    names = set()
    for decorator in node.decorator_list:
        for part in ast.walk(decorator):
            names.add(getattr(part, "id", None) or getattr(part, "attr", None) or getattr(part, "value", None))
    return names


def test_every_view_with_personal_data_says_that_it_is_never_cached():
    found = []
    for path in sources.python(("events", "forms")):
        # The middleware puts no-store on everything below /cms/ (tests/portal/test_headers.py).
        if path.stem == "viewsets" or (not path.stem.startswith("views") and "views" not in path.parts):
            continue
        for node in sources.tree(path).body:
            is_view = (isinstance(node, ast.FunctionDef) and takes_request(node)) or (
                isinstance(node, ast.ClassDef) and node.name.endswith(("View", "Wizard"))
            )
            public = (sources.name(path), node.name) in SHOWN_TO_EVERYBODY if is_view else True
            if is_view and not public and "never_cache" not in decorators(node):
                found.append(f"{sources.name(path)}: {node.name}")

    assert found == []


def test_every_view_says_which_methods_it_answers():
    """A GET never writes: each function view of ours names its methods."""
    known = {"require_safe", "require_GET", "require_POST", "require_http_methods"}
    found = []
    for path in sources.python(sources.APPS):
        if not path.stem.startswith("views") and "views" not in path.parts:
            continue
        found += [
            f"{sources.name(path)}: {node.name}"
            for node in sources.tree(path).body
            if isinstance(node, ast.FunctionDef) and takes_request(node) and not decorators(node) & known
        ]

    # The error pages answer whatever method failed, and the way after a log-in only redirects.
    portal = {"bad_request", "csrf_failure", "permission_denied", "not_found", "server_error", "after_login"}
    assert [line for line in found if line not in {f"portal/views.py: {name}" for name in portal}] == []
