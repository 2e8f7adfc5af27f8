"""Several workers and several browsers at the same moment, with real threads and real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from events.models import Opening, Watch, WatchNotice
from events.watches import services
from portal.models import OutgoingMail
from tests.builders.events import make_event, make_event_page

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 6
WISH = {"region": "all", "kind": "", "language": "de"}


@pytest.fixture(autouse=True)
def tree(request, transactional_db):
    return request.getfixturevalue("site_tree")


def together(action) -> list:
    """Call the action from many threads at once; their results."""
    barrier = Barrier(CROWD)

    def run(_number):
        try:
            barrier.wait()
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, range(CROWD)))


def test_workers_that_look_at_the_same_moment_tell_everybody_once(tree):
    for number in range(5):
        services.ask(email=f"{number}@example.org", **WISH)
    Watch.objects.update(confirmed_at=timezone.now())
    make_event_page(tree, make_event())

    told = together(services.tell)

    news = OutgoingMail.objects.filter(template="events/emails/watch_opening")
    assert sum(told) == news.count() == WatchNotice.objects.count() == 5
    assert len({mail.recipient for mail in news}) == 5
    assert Opening.objects.count() == 1


def test_a_wish_sent_at_the_same_moment_is_one_watch_and_one_mail(tree):
    together(lambda: services.ask(email="a@example.org", **WISH))

    assert (Watch.objects.count(), OutgoingMail.objects.count()) == (1, 1)
