"""At the door with a telephone: without script, without a connection, and what the browser keeps meanwhile."""

import json

import pytest

from portal import demo, roles
from tests.browser import journeys
from tests.browser.visit import Visit
from tests.privacy import sentinels

pytestmark = pytest.mark.browser
EVENT_STAFF = next(email for email, _first, _last, role in demo.PEOPLE if role == roles.EVENT_STAFF)
REGISTER = f"""
import uuid
from events import services
from events.models import Event
event = Event.objects.get(slug={journeys.EVENT!r})
for number in range(2):
    guest = services.Guest(
        name={sentinels.NAME!r}, email=f"{{uuid.uuid4().hex}}@example.org", audience="other",
        organisation={sentinels.ORGANISATION!r},
    )
    services.register(event_id=event.pk, submission=uuid.uuid4(), guest=guest, language="de")
print(event.pk)
"""
THERE = "button[value=there]:visible"


@pytest.fixture
def door(portal) -> str:
    """The list at the door of an event with two guests more."""
    return f"/cms/event-staff/{portal.manage('shell', '--verbosity', '0', '-c', REGISTER).split()[-1]}/check-in/"


@pytest.fixture(scope="module")
def session(browser, portal) -> list[dict]:
    """The cookies of one log-in: a code of the second factor works once."""
    visitor = Visit(browser, portal)
    journeys.log_in_staff(visitor, EVENT_STAFF)
    cookies = visitor.context.cookies()
    visitor.close()
    return cookies


@pytest.fixture
def at_the_door(visit, door, session):
    def open_door(**options) -> Visit:
        visitor = visit(**options)
        visitor.context.add_cookies(session)
        visitor.open(door)
        return visitor

    return open_door


def there(visitor) -> int:
    return int(visitor.page.locator("[data-there]").inner_text())


def test_marks_without_a_connection_are_kept_without_names_and_sent_when_it_is_back(at_the_door):
    visitor = at_the_door(width=320)
    before = there(visitor)

    visitor.context.set_offline(True)
    for _guest in range(2):
        visitor.main(THERE).first.click()
    pending = visitor.page.locator("[data-pending]")
    pending.wait_for(state="visible")
    kept = visitor.page.evaluate("JSON.stringify(sessionStorage)")

    assert pending.inner_text() == "2 noch nicht gesendet"
    assert there(visitor) == before + 2
    assert not sentinels.found_in(kept)
    marks = next(json.loads(value) for name, value in json.loads(kept).items() if name.startswith("check-in-"))
    assert [set(mark) for mark in marks] == [{"id", "reference", "mark", "at"}] * 2

    visitor.context.set_offline(False)
    pending.wait_for(state="hidden")
    visitor.page.reload()
    assert there(visitor) == before + 2
    assert visitor.page.evaluate("Object.values(sessionStorage).includes('[]')")


def test_every_row_is_a_form_without_script(at_the_door):
    visitor = at_the_door(script=False, width=320)
    before = there(visitor)

    visitor.press(visitor.main(THERE).first)
    assert there(visitor) == before + 1
    visitor.main("[name=q]").fill(sentinels.LAST_NAME)
    visitor.press(visitor.main("[name=find]"))

    assert not sentinels.found_in(visitor.page.url)
    assert visitor.main("[data-guest]").count() >= 2


def test_the_list_narrows_while_somebody_types(at_the_door):
    visitor = at_the_door(colours="dark")

    visitor.main("[name=q]").fill("nobody of this name")
    assert visitor.main("[data-guest]:visible").count() == 0
    assert visitor.main("[data-nobody]").is_visible()
    visitor.main("[name=q]").fill(sentinels.LAST_NAME.upper())
    assert visitor.main("[data-guest]:visible").count() >= 2
    visitor.look()
