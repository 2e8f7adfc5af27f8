"""Guests who came, with only the facts that matter to a test."""

import io
import uuid
from datetime import datetime

from PIL import Image

from events.attendance import services
from events.attendance.services import Mark
from events.models import Event, Registration, SignedList, WalkIn
from tests.privacy import sentinels


def mark(registration: Registration, *, is_there: bool = True, at: datetime | None = None) -> Mark:
    return Mark(uuid.uuid4(), registration.reference, is_there, at)


def check_in(*registrations: Registration) -> None:
    for registration in registrations:
        services.take_marks(event_id=registration.event_id, marks=[mark(registration)])


def make_walk_in(event: Event, *, name: str = sentinels.NAME, audience: str = "volunteer") -> WalkIn:
    return services.add_walk_in(
        event_id=event.pk, uid=uuid.uuid4(), name=name, organisation=sentinels.ORGANISATION, audience=audience
    )


def picture(kind: str = "PNG", *, shade: int = 0) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (3, 3), (shade, shade, shade)).save(raw, kind)
    return raw.getvalue()


def make_signed_list(event: Event, content: bytes | None = None) -> SignedList:
    scan = services.Scan(content or picture(), "image/png")
    services.keep_scans(event_id=event.pk, scans=[scan])
    return event.signed_lists.last()
