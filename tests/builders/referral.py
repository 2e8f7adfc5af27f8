"""Filling in the demo's referral the way a browser does: from the controls the page shows."""

from datetime import date

from bs4 import BeautifulSoup, Tag

# An answer to every question of the referral that has to be answered; the name of the input is the key.
ANSWERS = {
    "contact": "Team Rückkehr, 0911 000",
    "informed": True,
    "information_language": "own",
    "consented_on__day": str(date.today().day),
    "consented_on__month": str(date.today().month),
    "consented_on__year": str(date.today().year),
    "consent": True,
    "lives_in_bavaria": "yes",
    "district": "09573",
    "third_country": "yes",
    "wants_to_return": "yes",
    "same_measure": "no",
    "status_group": "procedure",
    "year_of_birth": "1990",
    "gender": "unknown",
    "nationality": 3,
    "destination_country": 3,
    "is_minor": "no",
    "languages__0__language": 2,
    "languages__0__level": 2,
    "reading": "some",
    "interpreter": "yes",
    "school": "up_to_10",
    "wish": "Eine kleine Bäckerei führen",
    "kind_of_work": "self_employed",
    "digital_skills": "phone",
    "internet": "yes",
    "availability": ["mornings"],
    "child_care": "no",
    "can_travel": "yes",
    "support_agreed": "no",
}


def main_form(html: str) -> Tag:
    """The form of the page that is sent by POST and holds most controls."""
    forms = BeautifulSoup(html, "html.parser").main.find_all("form", method="post")
    return max(forms, key=lambda form: len(form.find_all(["input", "select", "textarea"])))


def filled(form: Tag, answers: dict[str, object]) -> dict[str, list[str]]:
    """What a browser would send once the answers were typed in; the key is the name of a control behind its step."""
    data: dict[str, list[str]] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type")
        if not name or kind == "submit":
            continue
        answer = answers.get(name.partition("-")[2], answers.get(name))
        value = control.get("value", "")
        if kind == "hidden":
            data.setdefault(name, []).append(value)
        elif kind in ("radio", "checkbox"):
            wanted = answer is True or value == answer or (isinstance(answer, list) and value in answer)
            if wanted or (answer is None and control.has_attr("checked")):
                data.setdefault(name, []).append(value or "on")
        elif control.name == "select":
            options = [option.get("value", "") for option in control.find_all("option")]
            data[name] = [options[answer] if isinstance(answer, int) else str(answer or "")]
        else:
            data[name] = [str(answer) if answer is not None else value]
    return data
