"""The mails of a registration: a reference, dates, places and links, in the reader's language, through the outbox."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation

from events import calendars, selectors
from events.attendance import feedback
from events.attendance.paper import check_in_address
from events.models import Event, Group, Registration
from events.states import UNDECIDED
from portal import outbox, tokens

PLACE_PURPOSE = "registration-place"
GROUP_PURPOSE = "group-places"
# The link works until the event is over, and a day longer for those who come home late.
GRACE = timedelta(days=1)


def place_link(registration: Registration) -> str:
    """A new address at which this place can be confirmed, changed or given back; earlier ones keep working."""
    return _link(registration, PLACE_PURPOSE, "events:place")


def group_link(group: Group) -> str:
    """The same for all places of a group."""
    return _link(group, GROUP_PURPOSE, "events:group")


def _link(owner: Registration | Group, purpose: str, view: str) -> str:
    lifetime = owner.event.ends_at + GRACE - timezone.now()
    secret = tokens.issue(purpose=purpose, subject=owner.subject, lifetime=lifetime)
    with translation.override(owner.language):
        return selectors.absolute(reverse(view, kwargs={"secret": secret}))


def revoke_links(registration: Registration) -> None:
    tokens.revoke(purpose=PLACE_PURPOSE, subject=registration.subject)


def revoke_group_links(group: Group) -> None:
    tokens.revoke(purpose=GROUP_PURPOSE, subject=group.subject)


def _facts(event: Event, language: str) -> dict:
    return {
        "event": event,
        "event_title": selectors.title_of(event, language=language),
        "event_url": selectors.absolute(selectors.event_path(event, language=language)),
    }


def _queue(
    registration: Registration,
    template: str,
    *,
    links: bool,
    tells_place: bool = False,
    calendar: str = "",
    shows_code: bool = False,
    is_to_confirm: bool = False,
    has_wishes: bool = True,
    language: str = "",
    **words,
) -> None:
    event, language = registration.event, language or registration.language
    facts = _facts(event, language)
    attachments = ()
    if calendar:
        content = calendars.calendar_for(registration, title=facts["event_title"], cancelled=calendar == "CANCEL")
        attachments += (
            outbox.Attachment(name=f"{event.slug}.ics", content=content, mimetype=f"text/calendar; method={calendar}"),
        )
    has_code = shows_code and registration.is_expected_at_door
    if has_code:
        attachments += (outbox.Code(name=f"{event.slug}.png", text=check_in_address(registration)),)
    outbox.queue(
        template=f"events/emails/{template}",
        to=registration.mailbox,
        language=language,
        reference=registration.subject,
        attachments=attachments,
        context={
            **facts,
            "number": registration.reference,
            "position": selectors.position(registration),
            **(selectors.workshop_of(registration, language=language) if has_wishes else selectors.NO_WORKSHOP),
            "online_link": selectors.online_link_of(registration),
            "place_url": place_link(registration) if links else "",
            "tells_place": tells_place,
            "has_calendar": calendar == "PUBLISH",
            "has_code": has_code,
            "is_to_confirm": is_to_confirm,
            "until": registration.offered_until,
            **words,
        },
    )


def _queue_confirmed(registration: Registration, template: str, **words) -> None:
    _queue(
        registration,
        template,
        links=True,
        tells_place=True,
        calendar="PUBLISH",
        shows_code=True,
        **words,
    )


def queue_outcome(registration: Registration, *, has_wishes: bool = True, is_to_answer: bool = False) -> None:
    """What came of a registration: a place, a place to confirm, a place in the line, or a request.

    ``has_wishes``: False where nobody need ask which workshop they have, for they wished for none.
    ``is_to_answer``: whether the event asks something that whoever took over the place was not asked yet.
    """
    words = {"has_wishes": has_wishes, "is_to_answer": is_to_answer}
    if registration.is_confirmed:
        _queue_confirmed(registration, "confirmed", **words)
    elif registration.is_offered and registration.group_id is None:
        _queue(registration, "to_confirm", links=True, is_to_confirm=True, **words)
    elif registration.is_requested:
        _queue(registration, "requested", links=True, **words)
    elif registration.is_waiting:
        _queue(registration, "waiting", links=True, **words)


def queue_place_changed(registration: Registration) -> None:
    """Somebody wished for other workshops, or comes online instead of on site: then the link is in this mail."""
    _queue_confirmed(registration, "confirmed")


def queue_moved_up(party: Iterable[Registration]) -> None:
    """A party from the line has got its seats, or is asked whether it wants them. Of a group the contact is asked."""
    for registration in party:
        if registration.is_offered and registration.group_id is None:
            _queue(registration, "offered", links=True, is_to_confirm=True)
        elif registration.is_confirmed and registration.email:
            _queue_confirmed(registration, "promoted")
    for group in {registration.group for registration in party if registration.group_id}:
        queue_group(group)


def queue_group(group: Group) -> None:
    """How the places of a group stand, to its contact."""
    registrations = list(group.registrations.order_by("number"))
    counts = Counter(registration.state for registration in registrations)
    outbox.queue(
        template="events/emails/group",
        to=group.contact_email,
        language=group.language,
        reference=group.subject,
        context={
            **_facts(group.event, group.language),
            "number": group.reference,
            "place_url": group_link(group),
            "tells_place": False,
            "has_calendar": False,
            "has_code": False,
            "is_to_confirm": bool(counts["offered"]),
            "until": next(
                (registration.offered_until for registration in registrations if registration.is_offered), None
            ),
            **{state: counts[state] for state in ("confirmed", "waitlisted", "offered")},
            "requested": sum(counts[state] for state in UNDECIDED),
        },
    )


def queue_cancelled(registration: Registration, *, had_a_seat: bool) -> None:
    _queue(registration, "cancelled", links=False, calendar="CANCEL" if had_a_seat else "")


def queue_lapsed(registration: Registration) -> None:
    """The place was not confirmed in time."""
    _queue(registration, "lapsed", links=False)


def queue_rejected(registration: Registration, *, words: str, had_a_seat: bool) -> None:
    """Staff did not accept the request; ``words`` are theirs."""
    _queue(registration, "rejected", links=False, calendar="CANCEL" if had_a_seat else "", words=words)


def queue_changed(registration: Registration, *, is_moved: bool) -> None:
    """Date or place of the event are others now, or else only the link to the meeting."""
    is_told = registration.is_confirmed
    calendar = "PUBLISH" if is_told else ""
    _queue(registration, "changed", links=True, tells_place=is_told, calendar=calendar, is_moved=is_moved)


def queue_passed_on(registration: Registration) -> None:
    """Somebody else comes in this person's place; the calendar of the one who does not come is cleared."""
    _queue(registration, "passed_on", links=False, calendar="CANCEL" if registration.is_confirmed else "")


def queue_called_off(registration: Registration) -> None:
    """The event itself does not take place; other dates of its series are named."""
    others = selectors.other_dates(registration.event, language=registration.language)
    _queue(
        registration,
        "called_off",
        links=False,
        calendar="CANCEL" if registration.is_confirmed else "",
        other_dates=[{"title": other.title, "url": selectors.absolute(other.url)} for other in others],
    )


def queue_workshop(registration: Registration) -> None:
    """A seat in a workshop became free for somebody who already has a place at the event."""
    _queue(registration, "workshop", links=True, tells_place=True)


def queue_message(registration: Registration, *, words, language: str) -> None:
    """What staff wrote to the guests; ``language`` is that of the words."""
    _queue(registration, "message", links=True, language=language, message=words)


def queue_reminder(registration: Registration) -> None:
    _queue(registration, "reminder", links=True, tells_place=True, shows_code=True)


def queue_thanks(registration: Registration) -> None:
    url = feedback.address_of(registration.event, language=registration.language)
    has_materials = selectors.has_materials(registration.event, language=registration.language)
    _queue(registration, "thanks", links=False, feedback_url=url, has_materials=has_materials)
