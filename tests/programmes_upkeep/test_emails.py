"""Mails to the offices: German, and the second language of the centre; links whole, no person in them."""

import re
import uuid

import pytest

from programmes.models.centres import Centre
from programmes.upkeep import proposals, services
from tests.builders.cases import make_user
from tests.builders.upkeep import make_confirmed_centre

pytestmark = pytest.mark.django_db
WORDS = {"de": "Alles stimmt", "en": "Everything is right", "ar": "كل شيء صحيح"}


def ask(language, *, reminder=False):
    centre = make_confirmed_centre("Stelle & Söhne")
    services.set_contact(centre_id=centre.pk, rhythm=6, email="", language=language, user=make_user())
    for _number in range(2 if reminder else 1):
        services.ask(centre_id=centre.pk)
    return centre


@pytest.mark.parametrize("reminder", [False, True])
@pytest.mark.parametrize("language", ["", "de", "en", "ar"])
def test_a_question_is_one_mail_in_german_and_in_the_second_language(outbox, language, reminder):
    ask(language, reminder=reminder)

    content = outbox.last().content
    spoken = {"de", language or "de"}
    assert content["subject"].startswith("Erinnerung: " if reminder else "Stimmt Ihr Eintrag noch? Stelle & Söhne")
    for code, words in WORDS.items():
        for kind in ("text", "html"):
            assert (words in content[kind]) == (code in spoken), (code, kind)
            assert (f"http://testserver/{code}/verzeichnis/eintrag/" in content[kind]) == (code in spoken)
    assert "Stelle & Söhne" in content["text"]
    assert "Stelle &amp; Söhne" in content["html"]
    if language == "ar":
        assert '<div lang="ar" dir="rtl">' in content["html"]
        assert "\u200fتحية" in content["text"]


def test_all_links_of_a_mail_are_one_secret_that_is_stored_nowhere(outbox):
    ask("ar")

    content = outbox.last().content
    secrets = set(re.findall(r"eintrag/([^/\s\"]+)/", content["text"] + content["html"]))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 40


def test_a_name_of_odd_characters_breaks_no_mail(outbox):
    centre = make_confirmed_centre()
    Centre.objects.update(name="A\r\nBcc: x@example.org <b>fett</b> {{ 7 }}")

    services.ask(centre_id=centre.pk)

    assert "<b>fett" not in outbox.last().content["html"]


@pytest.mark.parametrize("language", ["", "en", "ar"])
def test_the_outcome_of_a_proposal_is_told_in_both_languages(outbox, language):
    centre = ask(language)
    change = {"street": {"old": centre.street, "new": "Neue Gasse 5"}}
    task = proposals.propose(
        form_key=uuid.uuid4(), centre_id=centre.pk, group="contact", changes=change, note="", language="de"
    )

    proposals.decline(task_id=task.pk, user=make_user(), reason="Nicht belegt.")

    mail = outbox.last()
    expected = {"": "nicht übernommen", "en": "We have not taken it over.", "ar": "لم نعتمده."}[language]
    for kind in ("text", "html"):
        assert expected in mail.content[kind]
        assert "Nicht belegt." in mail.content[kind]
        assert task.reference in mail.content[kind]
    assert "@" not in mail.reference
