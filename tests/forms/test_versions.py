import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from forms.definition import read_version
from forms.models import FormPage, FormVersion
from forms.rules import faults_of_form, faults_of_steps
from portal import roles
from portal.page_translation import translate_page
from tests.builders.cases import make_user
from tests.builders.forms import (
    begin,
    fill_all,
    make_form,
    make_referral_form,
    publish_with,
    send,
    short_steps,
    version_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(site_tree):
    for code in ("en", "ar"):
        Locale.objects.get_or_create(language_code=code)


def translated(page, language="en"):
    """The form with its words in another language, published."""
    words = {"Formular": "Form", page.title: "Form (en)", "Worum es geht.": "About.", "Was damit geschieht.": "Data."}
    words |= {"Absenden": "Send", "Wir melden uns.": "We will call.", "Fragen Sie anderswo.": "Ask elsewhere."}
    translate_page(page.get_parent().specific, language, {"Formulare": "Forms"})
    return translate_page(page, language, words | short_steps()[1].english)


def test_publishing_freezes_a_version_and_publishing_the_same_again_makes_none():
    page = make_form()

    page.save_revision().publish()

    assert [version.number for version in FormVersion.objects.of_form(page.translation_key)] == [1]


def test_another_wording_is_another_version_and_the_old_one_keeps_its_words():
    page = make_form()
    first = version_of(page)
    steps, _words = short_steps()
    steps[0]["value"]["fields"][0]["value"]["label"] = "Andere Frage"

    publish_with(page, steps)

    assert version_of(page).number == 2
    assert read_version(first).question("kind").label == "Welche Art?"
    assert read_version(version_of(page)).question("kind").label == "Andere Frage"


def test_a_version_is_never_changed():
    version = version_of(make_form())

    version.title = "anders"

    with pytest.raises(TypeError):
        version.save()


def test_a_translation_adds_its_words_to_the_next_version(django_capture_on_commit_callbacks):
    page = make_form()
    with django_capture_on_commit_callbacks(execute=True):
        translated(page)
    version = version_of(page)

    assert read_version(version, "en").question("kind").label == "Welche Art? (en)"
    assert read_version(version, "en").question("kind").options[0].label == "Alpha (en)"
    assert read_version(version, "ar").question("kind").label == "Welche Art?"
    assert read_version(version, "ar").is_fallback


def test_words_that_are_missing_are_marked_as_german():
    definition = read_version(version_of(make_form()), "ar")

    assert definition.question("kind").label.__html__() == '<span lang="de" dir="ltr">Welche Art?</span>'
    assert read_version(version_of(make_form()), "de").question("kind").label.__html__() == "Welche Art?"


def test_check_page_and_receipt_speak_the_language_of_the_address(client, django_capture_on_commit_callbacks):
    page = make_form()
    with django_capture_on_commit_callbacks(execute=True):
        translated(page)
    address = fill_all(client, page)

    check = client.get(f"{address.replace('/de/', '/en/')}pruefen/").content.decode()
    receipt = client.get(send(client, address)["Location"].replace("/de/", "/en/")).content.decode()

    assert "Was wird gebraucht? (en)" in check
    assert "Beta (en)" in check
    assert "We will call." in receipt


def test_a_draft_keeps_its_version(client):
    page = make_form()
    address = begin(client, page)
    steps, _words = short_steps()
    steps[0]["value"]["title"] = "Neue Überschrift"

    publish_with(page, steps)

    assert "Neue Überschrift" not in client.get(f"{address}eins/").content.decode()
    assert "Neue Überschrift" in client.get(f"{begin(client, page)}eins/").content.decode()


def test_a_referral_without_consent_cannot_be_published():
    with pytest.raises(ValidationError):
        make_form(purpose="referral")


@pytest.mark.parametrize("change", ["double key", "unknown condition", "later condition", "reserved", "exit elsewhere"])
def test_what_contradicts_itself_cannot_be_published(change):
    steps, _words = short_steps()
    values = [step["value"] for step in steps]
    if change == "double key":
        values[2]["fields"][0]["value"]["key"] = "need"
    elif change == "unknown condition":
        values[1]["condition"] = {"field": "nothing", "answer": "b"}
    elif change == "later condition":
        values[0]["condition"] = {"field": "help", "answer": "breaks"}
    elif change == "reserved":
        values[0]["key"] = "pruefen"
    else:
        values[0]["exits"][0]["field"] = "need"

    with pytest.raises(ValidationError):
        make_form(steps=steps)


def test_the_demo_forms_are_free_of_faults():
    page = make_referral_form()
    steps = [child.block.get_prep_value(child.value) for child in page.steps]

    assert faults_of_steps(steps) == []
    assert faults_of_form("referral", steps) == []


def test_a_field_without_class_is_refused_by_the_editor():
    steps, _words = short_steps()
    steps[0]["value"]["fields"][0]["value"]["data_class"] = ""
    block = FormPage.steps.field.stream_block

    with pytest.raises(ValidationError):
        block.clean(block.to_python(steps))


def test_what_contradicts_itself_can_be_saved_as_a_draft_of_the_page():
    steps, _words = short_steps()
    steps[2]["value"]["fields"][0]["value"]["key"] = "need"
    block = FormPage.steps.field.stream_block

    block.clean_deferred(block.to_python(steps))

    with pytest.raises(ValidationError):
        block.clean(block.to_python(steps))


def test_every_model_of_the_forms_is_classified():
    call_command("check", tags=["portal"])


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(("action", "is_refused"), [("action-publish", True), ("", False)])
def test_the_editor_is_told_what_is_missing_when_publishing_and_may_save_a_draft(staff_client, action, is_refused):
    page = make_form()
    editor = make_user(roles.EDITOR)
    client = staff_client(editor)
    address = f"/cms/pages/{page.pk}/edit/"
    data = nested_form_data(
        {
            **{name: page.__dict__[name] for name in ("title", "slug", "audience", "reference_prefix", "minutes")},
            "purpose": "referral",
            "submit_label": "Senden",
            "comments": inline_formset([]),
            **{name: rich_text("<p>Text</p>") for name in ("intro", "needed", "privacy_note", "receipt_text")},
            "steps": streamfield([("step", step_data())]),
        }
    )
    answer = client.post(address, {**data, **({action: "1"} if action else {})})

    refused = answer.status_code == 200 and "purpose" in answer.context["form"].errors
    assert refused is is_refused


def step_data() -> dict:
    condition = {"field": "", "answer": ""}
    question = {
        "key": "one", "label": "Eins?", "hint": "", "required": "on", "data_class": "need", "meaning": "",
        "condition": condition, "max_length": "100",
    }  # fmt: skip
    return {
        "key": "eins",
        "title": "Eins",
        "intro": rich_text(""),
        "condition": condition,
        "fields": streamfield([("text", question)]),
        "exits": {"count": "0"},
    }
