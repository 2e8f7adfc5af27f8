"""Back and reload around a registration: nothing typed is lost, and nobody is registered twice."""

import pytest

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
    with visitor.page.expect_navigation():
        visitor.page.evaluate("history.go(-2)")
    assert visitor.main("[name=name]").input_value() == "Ada Muster"
    visitor.press(visitor.main(journeys.SUBMIT).first)
    visitor.press(visitor.main("button[value=send]"))

    assert len(portal.mails_to(EMAIL)) == 1
