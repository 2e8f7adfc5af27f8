"""The scene of the race: one event with few places in a database of its own, and what is in it afterwards.

Run as ``python -m tests.events.race prepare`` and ``… report`` with the settings of the servers.
"""

import json
import sys

import django

PLACES = 10


def prepare() -> None:
    from wagtail.models import Site

    from tests.builders.events import make_event, make_event_page
    from tests.conftest import restore_site_tree

    restore_site_tree()
    make_event_page(Site.objects.get(is_default_site=True), make_event(slug="race", capacity=PLACES))


def report() -> dict:
    from events.models import Event
    from portal.models import OutgoingMail

    event = Event.objects.get(slug="race")
    registrations = event.registrations.order_by("number")
    return {
        "taken": event.taken,
        "waiting": event.waiting,
        "states": list(registrations.values_list("state", flat=True)),
        "numbers": list(registrations.values_list("number", flat=True)),
        "mails": OutgoingMail.objects.count(),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        sys.stdout.write(json.dumps(report()))
