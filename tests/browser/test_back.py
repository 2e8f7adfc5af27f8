"""Back and reload around a registration: nothing typed is lost, nobody registered twice, nobody seen after log-out."""

from dataclasses import replace

import pytest

from portal import demo, roles
from tests.bench.servers import free_port, serve
from tests.browser import journeys
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
EMAIL = "back.and.forth@example.org"
GUEST = "Quellmar Zundelbach"
EVENT_STAFF = next(email for email, _first, _last, role in demo.PEOPLE if role == roles.EVENT_STAFF)
# A guest, and a session of staff; a code of the second factor would work once only.
PREPARE = f"""
import uuid
from django.test import Client
from events import services
from events.models import Event
from portal.models import User
from tests.builders.accounts import log_in_staff
event = Event.objects.get(slug={journeys.EVENT!r})
guest = services.Guest(name={GUEST!r}, email=f"{{uuid.uuid4().hex}}@example.org", audience="other", remark="x")
services.register(event_id=event.pk, submission=uuid.uuid4(), guest=guest, language="de")
client = log_in_staff(Client(), User.objects.get(email={EVENT_STAFF!r}))
print(event.pk, client.session.session_key)
"""


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


@pytest.fixture(scope="module")
def remembering(browser_type, browser_type_launch_args):
    """A browser that keeps whole pages to go back to, which those of tests do not."""
    options = {**browser_type_launch_args, "ignore_default_args": ["--disable-back-forward-cache"]}
    browser = browser_type.launch(**options)
    yield browser
    browser.close()


@pytest.fixture
def staff_pages(portal) -> tuple[list[str], str]:
    """The pages of an event that name its guests, and the key of a session that may see them."""
    event, session = portal.manage("shell", "--verbosity", "0", "-c", PREPARE).split()[-2:]
    return [f"/cms/event-staff/{event}/{page}/" for page in ("registrations", "check-in")], session


def shows_guest(visitor: Visit) -> bool:
    return GUEST in visitor.page.content()


def look_then_log_out_and_go_back(visitor: Visit, pages: list[str], session: str) -> tuple[list[bool], list[bool]]:
    """Whether the guest is seen on each page; and after the log-out on the way back."""
    visitor.context.add_cookies([{"name": "sessionid", "value": session, "url": visitor.portal.address}])
    before, after = [], []
    for page in pages:
        visitor.page.goto(page)
        before.append(shows_guest(visitor))
    visitor.page.goto("/konto/logout/")
    visitor.page.locator("main form button[type=submit]").click()
    visitor.page.wait_for_load_state()
    for _page in range(len(pages) + 1):
        # A page that was kept whole is there without being loaded.
        visitor.page.go_back(wait_until="commit")
        visitor.page.wait_for_timeout(500)
        after.append(shows_guest(visitor))
    return before, after


def test_after_log_out_going_back_shows_nobody(remembering, portal, staff_pages):
    visitor = Visit(remembering, portal)

    before, after = look_then_log_out_and_go_back(visitor, *staff_pages)
    visitor.close()

    assert before == [True, True]
    assert not any(after)
    assert visitor.path.startswith("/konto/login/")


def test_a_browser_that_is_not_told_to_forget_shows_the_guest_again(remembering, portal, staff_pages):
    """The control: the same way back at a portal that does not forbid to keep its pages."""
    port = free_port()
    with serve("tests.browser.forgetless_wsgi:application", portal.env, port):
        visitor = Visit(remembering, replace(portal, address=f"http://127.0.0.1:{port}"))
        before, after = look_then_log_out_and_go_back(visitor, *staff_pages)
        visitor.close()

    assert before == [True, True]
    assert any(after)
