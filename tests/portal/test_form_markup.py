"""The rules of our forms, each by a test: order, names, states and sentences of what a form prints."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from portal.form_markup import (
    DatePartsField,
    DigitsField,
    HoneypotField,
    MonthField,
    PlainTextField,
    PortalForm,
    PortalFormMixin,
    PostcodeField,
    YearField,
    dress,
    error_links,
)
from portal.models import User


class ReferralForm(PortalForm):
    name = PlainTextField(label="Full name", max_length=10, help_text="As on the passport.")
    email = forms.EmailField(label="Email", required=False)
    born = DatePartsField(label="Date of birth", help_text="For example 27 3 1990.")
    departure = MonthField(label="Departure", required=False)
    postcode = PostcodeField(label="Postcode")
    channel = forms.ChoiceField(label="Channel", choices=[("p", "Phone"), ("m", "Mail")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("w", "Work"), ("h", "Housing")], widget=forms.CheckboxSelectMultiple, required=False
    )
    country = forms.ChoiceField(label="Country", choices=[("", "-"), ("tr", "Türkiye")])
    note = PlainTextField(label="Note", widget=forms.Textarea, required=False)
    consent = forms.BooleanField(label="I agree", help_text="You can take it back.")
    trap = HoneypotField()


GOOD = {
    "name": "Ada",
    "born_day": "27",
    "born_month": "3",
    "born_year": "1990",
    "postcode": "90513",
    "channel": "p",
    "country": "tr",
    "consent": "on",
}


def printed(form) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def problem(field: forms.Field, value) -> str:
    """The one sentence a field answers a value with."""

    class OneField(PortalForm):
        answer = field

    data = {f"answer_{part}": text for part, text in value.items()} if isinstance(value, dict) else {"answer": value}
    with translation.override("en"):
        form = OneField(data)
        assert not form.is_valid()
        (sentence,) = form.errors["answer"]
        return sentence


def accepted(field: forms.Field, value):
    class OneField(PortalForm):
        answer = field

    data = {f"answer_{part}": text for part, text in value.items()} if isinstance(value, dict) else {"answer": value}
    form = OneField(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data["answer"]


# --- Labels, hints, marks --------------------------------------------------------------------------------------------


def test_every_control_has_a_visible_label_without_colon_and_no_placeholder():
    soup = printed(ReferralForm())

    for control in soup.select("input:not([type=hidden]), select, textarea"):
        label = soup.find("label", attrs={"for": control["id"]})
        assert label is not None, control
        assert label.get_text(strip=True)
        assert not label.get_text(strip=True).endswith(":")
        assert "placeholder" not in control.attrs


def test_optional_fields_say_so_and_required_ones_tell_the_browser():
    soup = printed(ReferralForm())

    with translation.override("en"):
        optional = printed(ReferralForm()).find("label", attrs={"for": "id_email"})
    assert optional.get_text(" ", strip=True) == "Email – Optional"
    assert "required" not in soup.find(id="id_email").attrs
    assert "required" in soup.find(id="id_name").attrs
    assert soup.find(id="id_channel")["aria-required"] == "true"
    assert "*" not in soup.get_text()


def test_a_search_form_marks_nothing_as_optional():
    class FilterForm(PortalForm):
        marks_optional = False
        q = forms.CharField(required=False)

    assert "Optional" not in str(FilterForm())


def test_fresh_fields_are_not_invalid():
    soup = printed(ReferralForm())

    assert {control["aria-invalid"] for control in soup.select("[aria-invalid]")} == {"false"}


def test_every_described_by_points_at_something_that_is_there():
    for form in (ReferralForm(), ReferralForm({})):
        soup = printed(form)
        for described in soup.select("[aria-describedby]"):
            for target in described["aria-describedby"].split():
                assert soup.find(id=target), target


def test_no_identifier_occurs_twice():
    ids = [tag["id"] for tag in printed(ReferralForm({})).select("[id]")]

    assert len(ids) == len(set(ids))


def test_the_browser_never_cuts_a_text_off():
    class Form(PortalForm):
        title = forms.CharField(max_length=20)

    assert "maxlength" not in str(Form())


def test_groups_are_fieldsets_with_a_legend():
    soup = printed(ReferralForm())

    for field in ("born", "departure", "channel", "topics"):
        fieldset = soup.find("fieldset", id=f"id_{field}")
        assert fieldset.find("legend").get_text(strip=True)
    assert soup.find(id="id_channel")["role"] == "radiogroup"
    assert soup.find(id="id_topics").get("role") is None


def test_no_answer_is_chosen_beforehand():
    assert not printed(ReferralForm()).select("[type=radio][checked], [type=checkbox][checked]")


def test_text_runs_as_its_first_letter_and_addresses_from_left_to_right():
    soup = printed(ReferralForm({"name": "آدا", "email": "ada@example.org"}))

    assert soup.find(id="id_name")["dir"] == "auto"
    assert soup.find(id="id_email")["dir"] == "ltr"
    assert soup.find(id="id_postcode")["dir"] == "ltr"
    assert "dir" not in printed(ReferralForm()).find(id="id_name").attrs


# --- Errors ----------------------------------------------------------------------------------------------------------


def test_label_hint_error_and_control_come_in_this_order():
    html = str(ReferralForm({}))
    places = [
        html.index(mark) for mark in ('for="id_name"', 'id="id_name_helptext"', 'id="id_name_error"', 'id="id_name"')
    ]

    assert places == sorted(places)


def test_the_summary_comes_first_and_takes_the_focus_without_script():
    soup = printed(ReferralForm({}))
    first = soup.find(True)

    assert "error-summary" in first["class"]
    assert first["tabindex"] == "-1"
    assert "autofocus" in first.attrs
    assert soup.find(id=first["aria-labelledby"]).get_text(strip=True)


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(ReferralForm())
    assert "error-summary" not in str(ReferralForm(GOOD))


def test_each_line_of_the_summary_leads_to_the_control_at_fault_in_the_words_said_there():
    form = ReferralForm({**GOOD, "born_day": "31", "born_month": "2", "channel": "", "name": ""})
    soup = printed(form)

    links = {link["href"].removeprefix("#"): link.get_text() for link in soup.select(".error-summary a")}

    assert list(links) == ["id_name", "id_born_0", "id_channel_0"]
    for control, sentence in links.items():
        target = soup.find(id=control)
        assert target.name == "input"
        assert sentence in target.find_parent(class_="field").get_text()


def test_a_faulty_control_says_so_and_only_that_one():
    soup = printed(ReferralForm({**GOOD, "born_month": "13"}))

    assert [soup.find(id=f"id_born_{part}")["aria-invalid"] for part in range(3)] == ["false", "true", "false"]
    assert soup.find(id="id_name")["aria-invalid"] == "false"


def test_what_was_typed_stays():
    typed = {**GOOD, "name": "A name that is too long", "born_day": "99", "born_month": "<b>", "note": "‏نص"}
    soup = printed(ReferralForm({**typed, "country": "tr", "topics": ["h"]}))

    assert soup.find(id="id_name")["value"] == typed["name"]
    assert [soup.find(id=f"id_born_{part}")["value"] for part in range(3)] == ["99", "<b>", "1990"]
    assert soup.find(id="id_note").get_text(strip=True) == typed["note"]
    assert soup.find("option", value="tr").has_attr("selected")
    assert soup.find(id="id_channel_0").has_attr("checked")
    assert soup.find(id="id_topics_1").has_attr("checked")
    assert soup.find(id="id_consent").has_attr("checked")


def test_an_error_of_the_whole_form_stands_in_the_summary_without_a_link():
    form = ReferralForm(GOOD)
    form.add_error(None, "This event is full.")

    assert error_links(form) == [("", "This event is full.")]
    assert printed(form).select_one(".error-summary li").get_text() == "This event is full."


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_sentences_name_the_field_and_avoid_the_words_of_clerks(language):
    class Everything(ReferralForm):
        number = forms.IntegerField(min_value=3, max_value=9)
        file = forms.FileField()
        link = forms.URLField(assume_scheme="https")
        text = forms.CharField(min_length=5)

    with translation.override(language):
        answers = [
            Everything({}),
            Everything({"email": "x", "number": "x", "link": "x y", "postcode": "9", "country": "zz", "text": "x"}),
            Everything({"number": "99", "born_day": "x", "born_month": "x", "born_year": "x"}),
            Everything({}, {"file": SimpleUploadedFile("x.txt", b"")}),
        ]
        sentences = " ".join(message for form in answers for errors in form.errors.values() for message in errors)

    for word in ("ungültig", "bitte", "verboten", "pflichtfeld", "invalid", "please", "forbidden", "required"):
        assert word not in sentences.lower()


def test_a_sentence_of_the_form_s_own_wins():
    class Form(PortalForm):
        name = forms.CharField(error_messages={"required": "Tell us how to call you."})

    assert Form({}).errors["name"] == ["Tell us how to call you."]


def test_a_label_with_a_percent_sign_harms_nothing():
    field = forms.CharField(label="100 % sure", max_length=3)

    assert problem(field, "abcd") == "“100 % sure” is too long: 4 characters. Up to 3 are possible."


# --- Texts and digits ------------------------------------------------------------------------------------------------


def test_texts_lose_direction_overrides_and_nul_but_keep_the_non_joiner():
    assert accepted(PlainTextField(), "a\u202eb\x00c\u2066d\u200b") == "abcd"
    assert accepted(PlainTextField(), "می\u200cخواهم") == "می\u200cخواهم"
    assert accepted(PlainTextField(), "Mu\u0308nchen") == "München"
    assert accepted(PlainTextField(widget=forms.Textarea), "one\r\ntwo") == "one\ntwo"


def test_length_counts_characters_as_people_do():
    assert accepted(PlainTextField(max_length=3), "e\u0301👩\u200d👩\u200d👧x") == "é👩\u200d👩\u200d👧x"
    assert problem(PlainTextField(label="Note", max_length=3), "abcde") == (
        "“Note” is 2 characters too long. Up to 3 are possible."
    )
    assert "9990 characters too long" in problem(PlainTextField(max_length=10), "x" * 10_000)


@pytest.mark.parametrize("typed", ["90513", " 90 513 ", "٩٠٥١٣", "۹۰۵۱۳", "905\u200f13"])
def test_a_postcode_is_read_in_any_script(typed):
    assert accepted(PostcodeField(), typed) == "90513"


def test_digits_are_refused_with_the_reason():
    assert problem(PostcodeField(label="Postcode"), "9051") == "“Postcode” has 5 digits; there are 4."
    assert problem(PostcodeField(label="Postcode"), "D-9O51") == "“Postcode” consists of digits only, such as 90513."
    assert problem(YearField(label="Year", earliest=1900, latest=2026), "2027") == (
        "“Year”: the year must be 2026 or earlier."
    )
    assert accepted(YearField(), "١٩٩٠") == 1990
    assert accepted(YearField(required=False), "") is None
    assert accepted(DigitsField(), "007") == "007"


# --- Dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("27", "3", "2027"),
        ("27.", "März", "2027"),
        ("27", "mar", "2027"),
        ("27", "March", "2027"),
        ("٢٧", "مارس", "٢٠٢٧"),
        ("27", "آذار", "2027"),
        (" 27 ", "03", "2027"),
        ("27.3.2027", "", ""),
        ("2027-03-27", "", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(day, month, year):
    assert accepted(DatePartsField(), {"day": day, "month": month, "year": year}) == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "", "", "“Born” is still missing."),
        ("", "3", "", "“Born” is not complete: the day is missing, the year is missing."),
        ("31", "2", "2026", "“Born”: February 2026 has only 28 days."),
        ("32", "x", "x", "“Born”: the day must be a number from 1 to 31."),
        ("1", "x", "x", "“Born”: the month must be a number from 1 to 12 or its name."),
        ("1", "1", "27", "“Born”: the year must have four digits, such as 2027."),
        ("1", "1", "1899", "“Born” must be Jan. 1, 1900 or later."),
        ("1" * 10_000, "1", "2026", "“Born”: the day must be a number from 1 to 31."),
        ("²", "1", "2026", "“Born”: the day must be a number from 1 to 31."),
    ],
)
def test_a_wrong_date_gets_one_sentence_that_says_why(day, month, year, sentence):
    field = DatePartsField(label="Born", earliest=date(1900, 1, 1))

    assert problem(field, {"day": day, "month": month, "year": year}) == sentence


def test_a_month_is_the_first_of_that_month():
    assert accepted(MonthField(), {"month": "Mai", "year": "2027"}) == date(2027, 5, 1)
    assert accepted(MonthField(required=False), {"month": "", "year": ""}) is None


def test_a_stored_date_fills_its_parts_and_counts_as_unchanged():
    form = ReferralForm(GOOD, initial={"born": date(1990, 3, 27)})
    soup = printed(ReferralForm(initial={"born": date(1990, 3, 27)}))

    assert [soup.find(id=f"id_born_{part}")["value"] for part in range(3)] == ["27", "3", "1990"]
    assert "born" not in form.changed_data


# --- The trap, other forms -------------------------------------------------------------------------------------------


def test_the_trap_is_out_of_sight_until_it_is_filled():
    hidden = printed(ReferralForm(GOOD)).find(id="id_trap")
    form = ReferralForm({**GOOD, "trap": "http://spam.example"})
    shown = printed(form).find(id="id_trap")

    assert hidden["tabindex"] == "-1"
    assert hidden.parent["aria-hidden"] == "true"
    assert not form.is_valid()
    assert "aria-hidden" not in shown.parent.attrs


def test_a_model_form_takes_the_markup_too():
    class UserForm(PortalFormMixin, forms.ModelForm):
        class Meta:
            model = User
            fields = ["email"]

    assert "kern-form-input" in str(UserForm())


def test_forms_of_the_cms_and_of_libraries_keep_django_s_markup():
    class Plain(forms.Form):
        name = forms.CharField()

    assert "kern-" not in str(Plain())
    assert "kern-" not in Plain().as_p()


def test_a_library_s_form_can_be_dressed():
    class Plain(forms.Form):
        name = forms.CharField()

    assert "kern-form-input" in str(dress(Plain({})))


# --- Options of a list -----------------------------------------------------------------------------------------------


def test_options_are_printed_as_django_prints_them():
    class ListForm(PortalForm):
        pick = forms.ChoiceField(
            choices=[("", "–"), ("a", "<b>&"), (1, 'one "1"'), ("Group <i>", [("x", "X"), ("y", "Y")])], initial="y"
        )

    select = printed(ListForm()).find("select")

    options = [
        (option["value"], option.get_text(), option.has_attr("selected")) for option in select.find_all("option")
    ]
    assert options == [
        ("", "–", False),
        ("a", "<b>&", False),
        ("1", 'one "1"', False),
        ("x", "X", False),
        ("y", "Y", True),
    ]
    assert select.find("optgroup")["label"] == "Group <i>"
    assert [option["value"] for option in select.find("optgroup").find_all("option")] == ["x", "y"]
