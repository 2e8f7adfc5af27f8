"""Tables say who may see the contacts of a centre, and never open by chance what was closed."""

import io

import pytest

from programmes.imports.centres import import_centres
from programmes.models.centres import Centre
from tests.programmes.test_contacts import restrict

pytestmark = pytest.mark.django_db

HEADER = "id,name,carrier,provider_type,role,city,plz,street,website,address_status,restricted_contacts\n"
ROW = "zrb,ZRB,AWO,non_state,return_counselling,Zirndorf,90513,Weg 1,https://zrb.example,unknown,"


def take_over(tmp_path, cell: str, *, header: str = HEADER, row: str = ROW):
    table = tmp_path / "centres.csv"
    table.write_text(f"{header}{row}{cell}\n", encoding="utf-8")
    return [line.outcome.value for line in import_centres(path=table, stream=io.StringIO()).lines]


def test_a_table_says_who_may_see_what(tmp_path):
    added = take_over(tmp_path, "email; telephone")
    assert (added, Centre.objects.get().restricted_contacts) == (["added"], ["telephone", "email"])

    assert take_over(tmp_path, "email; telephone") == ["unchanged"]
    assert (take_over(tmp_path, "email"), Centre.objects.get().restricted_contacts) == (["changed"], ["email"])
    assert (take_over(tmp_path, "fax"), Centre.objects.get().restricted_contacts) == (["rejected"], ["email"])


def test_a_table_without_the_column_opens_nothing(tmp_path):
    take_over(tmp_path, "telephone")

    again = take_over(tmp_path, "", header=HEADER.replace(",restricted_contacts", ""), row=ROW[:-1])

    assert (again, Centre.objects.get().restricted_contacts) == (["unchanged"], ["telephone"])


def test_a_list_does_not_open_what_an_editor_closed(tmp_path):
    take_over(tmp_path, "")
    restrict(Centre.objects.get(), "telephone")

    take_over(tmp_path, "")

    assert Centre.objects.get().restricted_contacts == ["telephone"]
