"""The mails of a registration: a reference, dates, places and links, in the reader's language, through the outbox."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation

from events import calendars, selectors
from events.models import Registration
from portal import outbox, tokens

CANCEL_PURPOSE = "registration-cancel"
# The link works until the event is over, and a day longer for those who come home late.
GRACE = timedelta(days=1)


def cancel_link(registration: Registration) -> str:
    """A new address at which this place can be given back; earlier ones keep working."""
    lifetime = registration.event.ends_at + GRACE - timezone.now()
    secret = tokens.issue(purpose=CANCEL_PURPOSE, subject=registration.subject, lifetime=lifetime)
    with translation.override(registration.language):
        return selectors.absolute(reverse("events:cancel", kwargs={"secret": secret}))


def _queue(registration: Registration, template: str, *, links: bool, calendar: str = "") -> None:
    event, language = registration.event, registration.language
    title = selectors.title_of(event, language=language)
    attachments = ()
    if calendar:
        content = calendars.calendar_for(registration, title=title, cancelled=calendar == "CANCEL")
        attachments = (
            outbox.Attachment(name=f"{event.slug}.ics", content=content, mimetype=f"text/calendar; method={calendar}"),
        )
    outbox.queue(
        template=f"events/emails/{template}",
        to=registration.email,
        language=language,
        reference=registration.subject,
        attachments=attachments,
        context={
            "event": event,
            "event_title": title,
            "event_url": selectors.absolute(selectors.event_path(event, language=language)),
            "number": registration.reference,
            "position": selectors.position(registration),
            **selectors.workshop_of(registration, language=language),
            "online_link": event.online_link if registration.is_confirmed else "",
            "cancel_url": cancel_link(registration) if links else "",
        },
    )


def queue_outcome(registration: Registration) -> None:
    """What came of a registration: a place, or a place in the line."""
    if registration.is_confirmed:
        _queue(registration, "confirmed", links=True, calendar="PUBLISH")
    else:
        _queue(registration, "waiting", links=True)


def queue_promoted(registration: Registration) -> None:
    _queue(registration, "promoted", links=True, calendar="PUBLISH")


def queue_cancelled(registration: Registration, *, had_a_seat: bool) -> None:
    _queue(registration, "cancelled", links=False, calendar="CANCEL" if had_a_seat else "")


def queue_called_off(registration: Registration) -> None:
    """The event itself does not take place."""
    _queue(registration, "called_off", links=False, calendar="CANCEL" if registration.is_confirmed else "")


def queue_workshop(registration: Registration) -> None:
    """A seat in a workshop became free for somebody who already has a place at the event."""
    _queue(registration, "workshop", links=True)
