"""The scene of the fifty races: an event and the forms people filled in for each seed, and what became of them.

Run as ``python -m tests.faults.seeds prepare 50`` and ``… report`` with the settings of the servers.
"""

import json
import sys
from random import Random

import django

PLACES, PARTIES = 20, 200
# Every so many seeds, groups are among those who register.
WITH_GROUPS = 5


def slug_of(seed: int) -> str:
    return f"seed-{seed}"


def prepare(seeds: int) -> dict[str, list[dict]]:
    """What each party of each event is about to send: everybody stands before the last click."""
    from wagtail.models import Site

    from tests.builders.events import make_event, make_event_page
    from tests.conftest import restore_site_tree

    restore_site_tree()
    site = Site.objects.get(is_default_site=True)
    parties = {}
    for seed in range(seeds):
        event = make_event(slug=slug_of(seed), capacity=PLACES, group_size=4)
        make_event_page(site, event)
        chance = Random(seed)
        has_groups = seed % WITH_GROUPS == WITH_GROUPS - 1
        sizes = [chance.choice([1, 1, 2, 3, 4]) if has_groups else 1 for _party in range(PARTIES)]
        parties[event.slug] = [filled_in(event, party, people) for party, people in enumerate(sizes)]
    return parties


def filled_in(event, party: int, people: int) -> dict:
    from events.forms import Answers, new_form_id

    address = f"/de/veranstaltungen/{event.slug}/anmeldung/"
    common = {"form_id": new_form_id(event), "audience": "other"}
    email = f"runner{party}@example.org"
    if people == 1:
        answers = Answers(event.pk, {**common, "name": "Runner", "email": email})
        return {"address": address, "people": 1, "answers": answers.seal()}
    contact = {**common, "contact_name": "Office", "contact_email": email}
    answers = Answers(event.pk, contact, [{"name": "Runner", "email": ""}] * people)
    return {"address": f"{address}gruppe/", "people": people, "answers": answers.seal()}


def report() -> dict:
    """The people of each event in the order in which their rows were written, which is that of the commits."""
    from events.models import Event
    from portal.models import OutgoingMail

    events = {}
    for event in Event.objects.all():
        rows = event.registrations.order_by("pk").values_list("number", "state", "reference", "group__reference")
        events[event.slug] = {
            "taken": event.taken,
            "waiting": event.waiting,
            "people": [
                {"number": number, "state": state, "party": group or reference}
                for number, state, reference, group in rows
            ],
        }
    return {"events": events, "mails": OutgoingMail.objects.count()}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else report()))
