"""The addresses behind mailed links, and links of every kind: true, of something else, run out, never given, broken."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote

from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from events.models import Group, Watch
from portal import tokens
from portal.models import AccessToken
from programmes.upkeep import services as upkeep
from tests.access.routes import Route, address, routes
from tests.builders.events import make_event, make_event_page, make_group, make_guest, make_question, make_registration
from tests.builders.upkeep import make_full_centre

HOUR = timedelta(hours=1)
NEVER_GIVEN = "Zm9ydHktdGhyZWUtbGV0dGVycy1hcy1hLXNlY3JldC1p"
BROKEN = ("x", "unknown", NEVER_GIVEN[:-1], "a" * 5_000, "\x00", "ä", "😀", "\u202e", "'--", "<b>", "%", "..;", " ")


def link_routes() -> list[Route]:
    return [route for route in routes() if "<str:secret>" in route.pattern]


@dataclass(frozen=True)
class Owners:
    """What links lead to: by purpose the subject."""

    subjects: dict[str, str]
    group: Group
    other_group: Group

    def secret(self, purpose: str) -> str:
        return tokens.issue(purpose=purpose, subject=self.subjects[purpose], lifetime=HOUR)

    def run_out(self, purpose: str) -> str:
        secret = self.secret(purpose)
        newest = AccessToken.objects.latest("pk")
        AccessToken.objects.filter(pk=newest.pk).update(expires_at=timezone.now() - HOUR)
        return secret

    def address(self, route: Route, secret: str, *, group: Group | None = None) -> str:
        place = (group or self.group).registrations.first()
        return address(route, {"secret": quote(secret), "reference": place.reference, "group": "hours"})

    def purpose_of(self, route: Route) -> str:
        """The purpose whose links open the address; there is exactly one."""
        opened = [
            purpose
            for purpose in self.subjects
            if Client().get(self.address(route, self.secret(purpose))).status_code != 404
        ]
        cache.clear()  # what was counted so far
        assert len(opened) == 1, f"{route}: {opened}"
        return opened[0]


def make_owners(site: Site) -> Owners:
    event = make_event(capacity=50)
    make_question(make_event_page(site, event), "thema", "Welches Thema bringen Sie mit?", audiences=["other"])
    # The contact of a group answers for guests who have no address of their own.
    group, other = (make_group(event, [replace(make_guest(), email="")]) for _number in range(2))
    watch = Watch.objects.create(
        email="w@example.org", email_fingerprint="w", region="all", language="de", asked_at=timezone.now()
    )
    centre = make_full_centre()
    round_of_centre = upkeep.upkeep_of(centre.pk)
    subjects = {
        "registration-place": make_registration(event).subject,
        "group-places": group.subject,
        "watch-confirm": watch.subject,
        "watch-stop": watch.subject,
        "upkeep-round": round_of_centre.subject,
    }
    return Owners(subjects, group, other)
