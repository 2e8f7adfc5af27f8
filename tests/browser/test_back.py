"""Back and reload around a registration: nothing typed is lost, and nobody is registered twice."""

import contextlib

import pytest
from playwright.sync_api import Error

from tests.browser import journeys

pytestmark = pytest.mark.browser
EMAIL = "back.and.forth@example.org"


def test_going_back_keeps_what_was_typed_and_sends_nothing_twice(visit, portal):
    visitor = visit()
    journeys.open_registration(visitor, "de")
    visitor.main("[name=name]").fill("Ada Muster")
    visitor.main("[name=email]").fill(EMAIL)
    visitor.main("[name=organisation]").fill("Amt")
    visitor.main("[name=audience]").first.check()
    visitor.press(visitor.main(journeys.SUBMIT).first)

    visitor.page.go_back()
    typed = {name: visitor.main(f"[name={name}]").input_value() for name in ("name", "email", "organisation")}
    assert typed == {"name": "Ada Muster", "email": EMAIL, "organisation": "Amt"}
    assert visitor.main("[name=audience]").first.is_checked()
    visitor.press(visitor.main(journeys.SUBMIT).first)
    visitor.press(visitor.main("button[value=send]"))
    receipt = visitor.path
    visitor.page.reload()
    assert visitor.path == receipt
    # The page of answers came by POST and is kept by nobody: the browser asks before it sends them once more.
    with contextlib.suppress(Error):
        visitor.page.go_back()
    visitor.page.reload()
    visitor.press(visitor.main("button[value=send]"))
    assert visitor.path == receipt

    assert len(portal.mails_to(EMAIL)) == 1
