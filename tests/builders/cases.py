"""Cases as if sent by a centre; every answer is obviously made up."""

import uuid
from itertools import count

from django.apps import apps
from django.contrib.auth.models import Group

from forms.cases import services
from forms.cases.states import FINAL, CaseState, DeclineReason, Side, StopReason
from forms.codes import Purpose
from forms.models.cases import Case, CaseMove
from forms.models.submissions import Submission, new_reference
from forms.models.versions import FormVersion
from portal.models import User

_number = count(1)

NEED = {"district": "09564", "goal": "bakery", "wish": "sentinel-need-7Q"}
IDENTITY = {"name": "Sentinel-Identity-8R"}
SPECIAL = {"support": "sentinel-special-9S"}


def make_user(role: str | None = None, *, email: str = "") -> User:
    """Somebody with a role; None is somebody without any."""
    email = email or f"person{next(_number)}@example.org"
    user = User.objects.create_user(email, "a password for tests", first_name="Test", last_name=email.partition("@")[0])
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def field(key: str, label: str, *, kind: str = "text", data_class: str = "need", options: tuple = ()) -> dict:
    return {
        "kind": kind,
        "key": key,
        "label": label,
        "hint": "",
        "text": "",
        "required": False,
        "data_class": data_class,
        "meaning": "",
        "condition": None,
        "options": [{"code": code, "label": words} for code, words in options],
        "settings": {"max_length": 2000} if kind in ("text", "long_text") else {},
    }


def step(key: str, title: str, *fields: dict) -> dict:
    return {"key": key, "title": title, "intro": "", "condition": None, "fields": list(fields), "exits": []}


def make_version(*, purpose: str = Purpose.REFERRAL) -> FormVersion:
    definition = {
        "title": "Zuweisung",
        "purpose": purpose,
        "audience": "centres",
        "reference_prefix": "RC",
        "submit_label": "Senden",
        "receipt_text": "",
        "steps": [
            step(
                "need",
                "Bedarf",
                field(
                    "goal", "Berufswunsch", kind="choice", options=(("bakery", "Bäckerei"), ("farm", "Landwirtschaft"))
                ),
                field("wish", "Was soll gelernt werden?", kind="long_text"),
            ),
            step("person", "Person", field("name", "Name", data_class="identity")),
            step("support", "Unterstützung", field("support", "Was hilft?", data_class="special")),
        ],
    }
    return FormVersion.objects.create(
        form_key=uuid.uuid4(),
        number=1,
        digest=uuid.uuid4().hex,
        slug="zuweisung",
        title="Zuweisung",
        purpose=purpose,
        audience="centres",
        definition=definition,
    )


def make_submission(
    *,
    centre=None,
    submitted_by: User | None = None,
    purpose: str = Purpose.REFERRAL,
    version: FormVersion | None = None,
) -> Submission:
    return Submission.objects.create(
        reference=new_reference("RC"),
        draft=uuid.uuid4(),
        receipt_key=uuid.uuid4().hex,
        version=version or make_version(purpose=purpose),
        centre=centre,
        submitted_by=submitted_by,
        language="de",
        need=dict(NEED),
        identity=dict(IDENTITY),
        special=dict(SPECIAL),
    )


def make_case(
    *,
    state: str = CaseState.SUBMITTED,
    centre=None,
    submitted_by: User | None = None,
    assigned_to: User | None = None,
    purpose: str = Purpose.REFERRAL,
    version: FormVersion | None = None,
) -> Case:
    """A case in any state, put there directly; its log holds the opening and, if it moved, one step into the state."""
    submission = make_submission(centre=centre, submitted_by=submitted_by, purpose=purpose, version=version)
    case = services.open_case(submission=submission)
    if state != case.state:
        reason = {CaseState.DECLINED: DeclineReason.NO_CAPACITY, CaseState.STOPPED: StopReason.OTHER}.get(state, "")
        Case.objects.filter(pk=case.pk).update(
            state=state, version=1, closed_at=case.created_at if state in FINAL else None
        )
        CaseMove.objects.create(case=case, source=case.state, target=state, side=Side.STAFF, reason=reason)
    if assigned_to:
        Case.objects.filter(pk=case.pk).update(assigned_to=assigned_to)
    case.refresh_from_db()
    return case


def make_case_centre(*members: User):
    """A counselling centre and the people who work for it."""
    number = next(_number)
    organisation = apps.get_model("programmes", "Organisation").objects.create(name=f"Träger {number}")
    centre = apps.get_model("programmes", "Centre").objects.create(
        slug=f"stelle-{number}", name=f"Stelle {number}", organisation=organisation, provider_type="state"
    )
    centre.members.set(members)
    return centre
