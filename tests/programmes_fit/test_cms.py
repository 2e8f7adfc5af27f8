"""Editors keep amounts, papers and rules with the programme; what makes no sense is refused with a sentence."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.template import engines
from django.urls import reverse

from portal import roles
from programmes.models.programmes import Programme
from programmes.models.rules import ProgrammeRule
from tests.builders.programme_facts import make_rule
from tests.builders.programmes import make_centre, make_programme
from tests.programmes.test_viewsets import formset

pytestmark = pytest.mark.django_db

LISTS = ("countries", "amounts", "documents", "deadlines", "application_centres", "combinations", "rules")


@pytest.fixture(autouse=True)
def wagtails_own_templates(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def editor(django_user_model, site_tree, staff_client):
    user = django_user_model.objects.create_user("editor@example.org")
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    return staff_client(user)


def programme_form(**lists):
    data = {
        "name": "REAG/GARP 2.0",
        "provider": "BAMF",
        "level": "federal_land",
        "status": "running",
        "apply_via": "centre",
        "country_rule": "depends",
    }
    for name in LISTS:
        data |= formset(name, *lists.get(name, ()))
    return data


def test_an_editor_keeps_everything_of_a_programme_on_one_page(editor):
    other, centre = make_programme("StarthilfePlus"), make_centre("Coming Home")

    response = editor.post(
        reverse("programme:add"),
        programme_form(
            countries=[{"country": "SY", "note": "wieder", "words_en": ""}],
            amounts=[{"kind": "start", "highest": "1000", "currency": "EUR", "words_de": "je Person"}],
            documents=[{"kind": "passport"}],
            deadlines=[{"kind": "processing", "weeks": "8"}],
            application_centres=[{"centre": centre.pk}],
            combinations=[{"kind": "possible", "other": other.pk}],
            rules=[
                {"kind": "status_in", "effect": "must", "statuses": ["tolerated"], "words_de": "Nur mit Duldung"},
                {"kind": "country_in", "effect": "unclear", "country_codes": ["SY", "AF"]},
            ],
        ),
    )

    assert response.status_code == 302
    programme = Programme.objects.get(name="REAG/GARP 2.0")
    assert [str(row) for row in programme.rules.all()] == [
        "Nötig: Aufenthalt: Duldung.",
        "Von einer Beratungsstelle zu prüfen: Staatsangehörigkeit: Afghanistan; Syrien.",
    ]
    assert programme.rules.first().words == {"de": "Nur mit Duldung"}
    assert programme.amounts.get().words == {"de": "je Person"}
    assert [getattr(programme, name).count() for name in LISTS] == [1, 1, 1, 1, 1, 1, 2]


def test_a_rule_without_its_values_is_refused_at_the_field(editor):
    response = editor.post(reverse("programme:add"), programme_form(rules=[{"kind": "status_in", "effect": "must"}]))

    assert response.status_code == 200
    assert "Diese Bedingung braucht hier mindestens eine Auswahl." in response.content.decode()
    assert not ProgrammeRule.objects.exists()


def test_the_form_says_what_each_rule_means(editor):
    programme = make_programme()
    make_rule(programme, "eu_citizen", "excludes", unless_groups=["trafficking"])

    page = BeautifulSoup(editor.get(reverse("programme:edit", args=[programme.pk])).content, "html.parser")

    words = page.get_text(" ", strip=True)
    assert "Nicht möglich bei: Staatsangehörigkeit eines EU-Landes." in words
    assert "Ausnahme: Menschen, die Gewalt" in words
    label = page.find("label", attrs={"for": "id_rules-0-words_0"})
    assert label.get_text(strip=True)
    assert page.find(id="id_rules-0-words_0")
