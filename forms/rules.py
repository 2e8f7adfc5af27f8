"""What a form must fulfil before it may be published; reads the plain JSON of its steps."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms.codes import CODED_KINDS, FieldKind, Meaning, Purpose

# Addresses of the wizard itself, beside those of the steps.
RESERVED_STEP_KEYS = frozenset({"pruefen", "ausstieg", "gespeichert", "loeschen", "verlassen", "beginnen", "beleg"})


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which step (counted from 0)."""

    step: int
    sentence: str


def faults_of_steps(steps: list[dict]) -> list[Fault]:
    """Keys used twice, and conditions or exits that hang on something that is not there or comes later."""
    faults: list[Fault] = []
    step_keys: set[str] = set()
    kinds: dict[str, str] = {}
    for index, step in enumerate(steps):
        if step["key"] in RESERVED_STEP_KEYS:
            faults.append(Fault(index, _("The key “%(key)s” is reserved.") % {"key": step["key"]}))
        if step["key"] in step_keys:
            faults.append(Fault(index, _("Two steps have the key “%(key)s”.") % {"key": step["key"]}))
        step_keys.add(step["key"])
        faults += _faults_of_condition(index, step["condition"], kinds)
        here: set[str] = set()
        for field in step["fields"]:
            value = field["value"]
            faults += _faults_of_condition(index, value["condition"], kinds)
            if field["type"] == FieldKind.NOTICE:
                continue
            if value["key"] in kinds:
                faults.append(Fault(index, _("Two fields have the key “%(key)s”.") % {"key": value["key"]}))
            faults += _faults_of_options(index, value)
            kinds[value["key"]] = field["type"]
            here.add(value["key"])
        if not here:
            faults.append(Fault(index, _("A step needs at least one field to answer.")))
        for item in step["exits"]:
            key = item["value"]["field"]
            if key not in here or kinds[key] not in CODED_KINDS:
                sentence = _("An exit hangs on a field with options in its own step; “%(key)s” is none.")
                faults.append(Fault(index, sentence % {"key": key}))
    return faults


def _faults_of_condition(index: int, condition: dict | None, kinds: dict[str, str]) -> list[Fault]:
    key, answer = (condition or {}).get("field") or "", (condition or {}).get("answer") or ""
    if not key and not answer:
        return []
    if not key or not answer:
        return [Fault(index, _("A condition needs both a field and an answer."))]
    if key not in kinds:
        return [Fault(index, _("A condition hangs on “%(key)s”, which does not come before it.") % {"key": key})]
    if kinds[key] not in CODED_KINDS:
        return [Fault(index, _("A condition hangs on “%(key)s”, which has no options.") % {"key": key})]
    return []


def _faults_of_options(index: int, value: dict) -> list[Fault]:
    codes = [option["value"]["code"] for option in value.get("options", [])]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    return [
        Fault(index, _("The field “%(key)s” has the code “%(code)s” twice.") % {"key": value["key"], "code": code})
        for code in doubled
    ]


def faults_of_form(purpose: str, steps: list[dict]) -> list[str]:
    """What is wrong with the form as a whole."""
    fields = [field for step in steps for field in step["fields"]]
    sentences = []
    if purpose == Purpose.REFERRAL and not any(
        field["type"] == FieldKind.CONSENT
        and field["value"]["required"]
        and field["value"]["meaning"] == Meaning.CONSENT
        and not (field["value"]["condition"] or {}).get("field")
        for field in fields
    ):
        sentences.append(_("A referral needs a field “Consent” that has to be answered and means consent."))
    meanings = [field["value"]["meaning"] for field in fields if field["value"].get("meaning")]
    for meaning in sorted({meaning for meaning in meanings if meanings.count(meaning) > 1}):
        sentences.append(_("Two fields have the meaning “%(meaning)s”.") % {"meaning": Meaning(meaning).label})
    return sentences
