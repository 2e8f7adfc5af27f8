"""How the blueprint on a page becomes the plain JSON of a version."""

import hashlib
import json

from forms.codes import FieldClass, FieldKind

SETTINGS = ("max_length", "as_list", "with_unknown", "with_stateless", "minimum", "maximum", "tone")


def definition_of(page) -> dict:
    """The form on this page, in the page's own language."""
    return {
        "title": page.title,
        "purpose": page.purpose,
        "audience": page.audience,
        "reference_prefix": page.reference_prefix,
        "submit_label": page.submit_label,
        "receipt_text": page.receipt_text,
        "steps": [_step(value) for value in steps_of(page)],
    }


def steps_of(page) -> list[dict]:
    """The steps as plain JSON, brought into today's shape of the blocks whoever wrote them."""
    return [child.block.get_prep_value(child.value) for child in page.steps]


def _step(value: dict) -> dict:
    return {
        "key": value["key"],
        "title": value["title"],
        "intro": value["intro"] or "",
        "condition": _condition(value["condition"]),
        "fields": [_field(block["type"], block["value"]) for block in value["fields"]],
        "exits": [_exit(item["value"]) for item in value["exits"]],
    }


def _exit(value: dict) -> dict:
    return {"field": value["field"], "value": value["answer"], "title": value["title"], "text": value["text"]}


def _field(kind: str, value: dict) -> dict:
    is_notice = kind == FieldKind.NOTICE
    return {
        "kind": kind,
        "key": "" if is_notice else value["key"],
        "label": value["heading"] if is_notice else value["label"],
        "hint": value.get("hint") or "",
        "text": value.get("text") or "",
        "required": bool(value.get("required")),
        "data_class": FieldClass.OPERATIONAL if is_notice else value["data_class"],
        "meaning": value.get("meaning") or "",
        "condition": _condition(value["condition"]),
        "options": [{name: item["value"][name] for name in ("code", "label")} for item in value.get("options", [])],
        "settings": {name: value[name] for name in SETTINGS if value.get(name) is not None},
    }


def _condition(value: dict | None) -> dict | None:
    if not value or not value.get("field"):
        return None
    return {"field": value["field"], "value": value["answer"]}


def words_of(definition: dict) -> dict[str, str]:
    """Every text of a definition by its path; the same paths in every language."""
    words = {name: definition[name] for name in ("title", "submit_label", "receipt_text")}
    for step in definition["steps"]:
        words[f"step.{step['key']}.title"] = step["title"]
        words[f"step.{step['key']}.intro"] = step["intro"]
        for place, field in enumerate(step["fields"]):
            path = f"field.{field['key']}" if field["key"] else f"notice.step.{step['key']}.{place}"
            words |= {f"{path}.{name}": field[name] for name in ("label", "hint", "text")}
            words |= {f"{path}.option.{option['code']}": option["label"] for option in field["options"]}
        for item in step["exits"]:
            words |= {f"exit.{item['field']}.{item['value']}.{name}": item[name] for name in ("title", "text")}
    return {path: text for path, text in words.items() if text}


def digest_of(slug: str, definition: dict, words: dict) -> str:
    """The same for the same form, whatever the order of its languages."""
    canonical = json.dumps([slug, definition, words], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
