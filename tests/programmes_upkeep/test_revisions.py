"""Every change of facts is kept, whoever made it, and can be taken back with its rows."""

import io
from pathlib import Path

import pytest
from django.db import transaction

from programmes.imports.centres import import_centres
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours
from programmes.models.upkeep import CentreRevision
from programmes.upkeep import facts, revisions
from programmes.upkeep.states import RevisionSource
from tests.builders.cases import make_user
from tests.builders.programmes import make_district, make_postcode, make_region
from tests.builders.upkeep import make_full_centre

pytestmark = pytest.mark.django_db


def sources(centre) -> list[str]:
    return list(CentreRevision.objects.filter(centre=centre).order_by("at", "pk").values_list("source", flat=True))


def test_a_snapshot_holds_every_fact_and_every_row():
    centre = make_full_centre()

    found = facts.snapshot(centre.pk)

    assert found["street"] == "Hauptstraße 1"
    assert found["texts.de"] == {"summary": "Beratung für alle", "notes": "", "directions": ""}
    assert [row["language"] for row in found["languages"]] == ["ar"]
    assert found["opening_hours"][0]["opens"] == "08:00:00"
    assert not set(found) & facts.NO_FACTS


def test_one_block_of_changes_is_one_revision_with_its_author(clock):
    centre, editor = make_full_centre(), make_user()
    clock.forward(hours=1)
    before = len(sources(centre))

    with revisions.recorded(RevisionSource.CMS, user=editor):
        centre.street = "Neue Gasse 5"
        centre.save()
        CentreLanguage.objects.create(centre=centre, language="tr")
        OpeningHours.objects.filter(centre=centre).delete()

    assert len(sources(centre)) == before + 1
    last = CentreRevision.objects.filter(centre=centre).first()
    assert (last.source, last.user, last.facts["opening_hours"]) == ("cms", editor, [])


def test_a_save_without_a_change_is_no_revision(clock):
    centre = make_full_centre()
    clock.forward(hours=1)
    before = len(sources(centre))

    centre.save()
    centre.internal_notes = "nur für uns"
    centre.save()

    assert len(sources(centre)) == before


def test_changes_outside_of_a_form_that_come_within_a_minute_are_one(clock):
    centre = make_full_centre()
    assert sources(centre) == ["other"]

    clock.forward(minutes=2)
    CentreLanguage.objects.create(centre=centre, language="tr")

    assert sources(centre) == ["other", "other"]


def test_an_entry_without_history_is_kept_as_it_was_found_before_its_first_change():
    centre = make_full_centre()
    CentreRevision.objects.all().delete()

    with revisions.recorded(RevisionSource.CMS):
        OpeningHours.objects.filter(centre=centre).delete()

    first, second = CentreRevision.objects.order_by("pk")
    assert (first.source, len(first.facts["opening_hours"])) == ("found", 1)
    assert (second.source, second.facts["opening_hours"]) == ("cms", [])


def test_what_is_rolled_back_has_no_history(clock):
    centre = make_full_centre()
    clock.forward(hours=1)
    before = sources(centre)

    with pytest.raises(RuntimeError), transaction.atomic(), revisions.recorded(RevisionSource.CMS):
        centre.street = "Neue Gasse 5"
        centre.save()
        raise RuntimeError

    assert sources(centre) == before


def test_deleting_a_centre_goes_through():
    centre = make_full_centre()

    centre.delete()

    assert not Centre.objects.exists()
    assert not CentreRevision.objects.exists()


def test_an_earlier_state_comes_back_with_rows_and_words(clock):
    region = make_region()
    make_district()
    centre, editor = make_full_centre(regions=[region]), make_user()
    whole = facts.snapshot(centre.pk)
    clock.forward(hours=1)
    with revisions.recorded(RevisionSource.CMS, user=editor):
        centre.street, centre.modes = "Neue Gasse 5", []
        centre.save()
        for rows in (centre.languages, centre.opening_hours, centre.texts, centre.territories):
            rows.model.objects.filter(centre=centre).delete()
        CentreText.objects.create(centre=centre, language="en", summary="New")
    old = CentreRevision.objects.filter(centre=centre).order_by("pk").first()

    revisions.restore(revision_id=old.pk, user=editor)

    assert facts.snapshot(centre.pk) == whole
    last = CentreRevision.objects.filter(centre=centre).first()
    assert (last.source, last.user) == ("restored", editor)


def test_restoring_can_be_taken_back(clock):
    centre, editor = make_full_centre(), make_user()
    clock.forward(hours=1)
    with revisions.recorded(RevisionSource.CMS, user=editor):
        CentreLanguage.objects.create(centre=centre, language="tr")
    changed = facts.snapshot(centre.pk)
    old, new = CentreRevision.objects.filter(centre=centre).order_by("pk")

    revisions.restore(revision_id=old.pk, user=editor)
    revisions.restore(revision_id=new.pk, user=editor)

    assert facts.snapshot(centre.pk) == changed


def test_restoring_leaves_alone_what_is_no_fact(clock):
    centre, editor = make_full_centre(), make_user()
    old = CentreRevision.objects.filter(centre=centre).first()
    centre.is_public, centre.internal_notes = False, "bleibt"
    centre.street = "Neue Gasse 5"
    clock.forward(hours=1)
    centre.save()

    revisions.restore(revision_id=old.pk, user=editor)

    centre = Centre.objects.get()
    assert (centre.street, centre.is_public, centre.internal_notes) == ("Hauptstraße 1", False, "bleibt")


@pytest.mark.parametrize(
    ("then", "now", "afterwards"),
    [
        ([], ["telephone"], ["telephone"]),
        (["email"], ["telephone"], ["telephone", "email"]),
        (["email"], [], ["email"]),
        (None, ["telephone"], ["telephone"]),  # a state of the time before there was such a field
    ],
)
def test_restoring_never_opens_a_contact_to_the_public(clock, then, now, afterwards):
    centre = make_full_centre(restricted_contacts=then or [])
    old = CentreRevision.objects.filter(centre=centre).first()
    if then is None:
        del old.facts["restricted_contacts"]
        old.save()
    clock.forward(hours=1)
    centre.street, centre.restricted_contacts = "Neue Gasse 5", now
    centre.save()

    revisions.restore(revision_id=old.pk, user=make_user())

    centre = Centre.objects.get()
    assert (centre.street, centre.restricted_contacts) == ("Hauptstraße 1", afterwards)


def test_an_import_is_one_revision_of_each_changed_entry(tmp_path: Path):
    file = tmp_path / "centres.csv"
    head = "id,name,carrier,provider_type,role,city,plz,street,website,address_status,languages"
    file.write_text(
        f"{head}\na,Stelle A,AWO,state,return_counselling,Ort,90513,Weg 1,,dated,de; ar\n", encoding="utf-8"
    )
    import_centres(path=file, stream=io.StringIO())
    centre = Centre.objects.get()
    assert sources(centre) == ["import"]

    file.write_text(
        f"{head}\na,Stelle A,AWO,state,return_counselling,Ort,90513,Weg 2,,dated,de; tr\n", encoding="utf-8"
    )
    import_centres(path=file, stream=io.StringIO())
    import_centres(path=file, stream=io.StringIO())

    assert sources(centre) == ["import", "import"]


def test_a_new_postcode_moves_the_point_on_the_map():
    make_postcode("90763", "Fürth", lat=49.46, lon=10.99)
    centre = make_full_centre(lat=48.0, lon=11.0)

    facts.write(centre_id=centre.pk, facts={"postcode": "90763", "city": "Fürth"})

    centre.refresh_from_db()
    assert (centre.lat, centre.lon) == (49.46, 10.99)


def test_rows_that_stay_the_same_stay_the_same_rows():
    centre = make_full_centre()
    row = CentreLanguage.objects.get()
    new = [facts.plain_row(row), facts.plain_row(CentreLanguage(language="tr"))]

    facts.write(centre_id=centre.pk, facts={"languages": new})

    assert CentreLanguage.objects.get(language="ar").pk == row.pk
    assert CentreLanguage.objects.count() == 2
