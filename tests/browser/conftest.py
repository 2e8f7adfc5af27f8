"""One running portal for the whole session; each visit is a browser of its own, watched from its first request."""

import os

import pytest

from tests.browser.portal import running_portal
from tests.browser.visit import Visit

AXE_SIZE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    with running_portal(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=de"],
    }


@pytest.fixture
def visit(browser, portal, request):
    """``visit(script=False, width=320, ...)`` opens a new browser; at the end nothing may have gone wrong in any."""
    visits = []

    def open_visit(**options) -> Visit:
        options.setdefault("portal", portal)
        visits.append(Visit(browser, name=request.node.name, **options))
        return visits[-1]

    yield open_visit
    for one in visits:
        one.close()
    assert [trouble for one in visits for trouble in one.troubles] == []
