"""Fields a list owns, in the forms of the CMS."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from portal import roles
from programmes.models.centres import Centre, CentreLanguage
from programmes.models.sources import ImportSource, SourceRecord
from tests.builders.programmes import make_centre
from tests.programmes.test_viewsets import centre_form, formset, person, wagtails_own_templates  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    source = ImportSource.objects.create(name="list", title="Liste des LfAR", owned_fields=["telephone", "languages"])
    centre = make_centre("ZRB", telephone="+49 911 11111", run_by="Regierung von Schwaben", slug="zrb")
    CentreLanguage.objects.create(centre=centre, language="ar")
    SourceRecord.objects.create(source=source, row_id="zrb", centre=centre)
    return centre


def sent(centre, **facts):
    form = centre_form(name="ZRB neu", slug=centre.slug, **facts)
    for name in [name for name in form if name.startswith("languages-")]:
        del form[name]
    [row] = centre.languages.all()
    form |= {
        "languages-TOTAL_FORMS": 1,
        "languages-INITIAL_FORMS": 1,
        "languages-0-id": row.pk,
        "languages-0-ORDER": 0,
    }
    return form


def post(client, centre, form):
    return client.post(reverse("centre:edit", args=[centre.pk]), form)


def test_a_locked_field_can_be_read_and_says_why_it_is_locked(person, centre):  # noqa: F811
    response = person(roles.EDITOR).get(reverse("centre:edit", args=[centre.pk]))

    soup = BeautifulSoup(response.content, "html.parser")
    field = soup.find("input", attrs={"name": "telephone"})
    assert field.has_attr("disabled")
    assert field["value"] == "+49 911 11111"
    assert "Liste des LfAR" in soup.find(id=field["aria-describedby"].split()[0]).get_text()
    assert soup.find(attrs={"name": "languages-0-language"}).has_attr("disabled")
    assert not soup.find("input", attrs={"name": "street"}).has_attr("disabled")


def test_other_fields_are_saved_and_the_locked_ones_stay(person, centre):  # noqa: F811
    response = post(person(roles.EDITOR), centre, sent(centre))

    assert response.status_code == 302, response.context["form"].errors
    centre.refresh_from_db()
    assert (centre.name, centre.telephone) == ("ZRB neu", "+49 911 11111")
    assert list(centre.languages.values_list("language", flat=True)) == ["ar"]


@pytest.mark.parametrize(
    "change",
    [
        {"telephone": "+49 911 99999"},
        {"telephone": ""},
        {"languages-0-language": "tr", "languages-0-offered_by": "staff"},
        {"languages-0-DELETE": "on"},
        {"languages-TOTAL_FORMS": 2, "languages-1-language": "tr", "languages-1-offered_by": "staff"},
    ],
)
def test_a_locked_value_that_comes_changed_is_refused(person, centre, change):  # noqa: F811
    response = post(person(roles.EDITOR), centre, sent(centre) | change)

    assert response.status_code == 200
    assert "Liste des LfAR" in str(response.context["form"].errors)
    centre.refresh_from_db()
    assert (centre.name, centre.telephone) == ("ZRB", "+49 911 11111")
    assert list(centre.languages.values_list("language", flat=True)) == ["ar"]


def test_the_locked_value_itself_may_come_along(person, centre):  # noqa: F811
    response = post(person(roles.EDITOR), centre, sent(centre, telephone="+49 911 11111"))

    assert response.status_code == 302


def test_an_entry_with_a_rule_of_its_own_follows_that(person, centre):  # noqa: F811
    SourceRecord.objects.update(has_own_rule=True, owned_fields=["street"])

    form = sent(centre, telephone="+49 911 99999")
    form |= {"languages-0-language": "ar", "languages-0-offered_by": "staff"}
    response = post(person(roles.EDITOR), centre, form)

    assert response.status_code == 302, response.context["form"].errors
    assert Centre.objects.get().telephone == "+49 911 99999"


def test_the_lists_of_sources_take_the_same_number_of_queries_for_one_row_and_for_twenty(
    person,  # noqa: F811
    centre,
    django_assert_max_num_queries,
):
    source = ImportSource.objects.get()
    for number in range(20):
        SourceRecord.objects.create(source=source, row_id=str(number), centre=make_centre(f"Stelle {number}"))
    client = person(roles.EDITOR)
    client.get(reverse("sourcerecord:index"))

    with django_assert_max_num_queries(30):
        page = client.get(reverse("sourcerecord:index")).content.decode()

    assert "Stelle 19" in page


def test_an_editor_gives_a_list_its_fields_and_an_entry_a_rule(person, centre):  # noqa: F811
    client = person(roles.EDITOR)
    source, record = ImportSource.objects.get(), SourceRecord.objects.get()

    client.post(
        reverse("importsource:edit", args=[source.pk]),
        {"name": "list", "title": "Liste", "owned_fields": ["street", "name"]},
    )
    client.post(reverse("sourcerecord:edit", args=[record.pk]), {"has_own_rule": "on", "owned_fields": ["city"]})

    source.refresh_from_db()
    record.refresh_from_db()
    assert source.owned_fields == ["name", "street"]
    assert record.owned == {"city"}


def test_nobody_makes_or_deletes_rows_by_hand(person, centre):  # noqa: F811
    client = person(roles.EDITOR)

    assert client.get(reverse("sourcerecord:add")).status_code in (302, 403)
    client.post(reverse("sourcerecord:delete", args=[SourceRecord.objects.get().pk]))
    assert SourceRecord.objects.exists()


def test_an_entry_of_no_list_has_no_locks(person):  # noqa: F811
    response = person(roles.EDITOR).post(reverse("centre:add"), centre_form(telephone="+49 911 99999"))

    assert response.status_code == 302
    assert formset("x")["x-TOTAL_FORMS"] == 0
