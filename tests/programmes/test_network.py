"""Offers an organisation words once: taken over and linked, or copied."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal import roles
from programmes.models.centres import Centre, CentreText
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText
from programmes.models.upkeep import UpkeepTask
from programmes.upkeep import facts, proposals
from search.selectors import Query, find
from tests.builders.cases import make_user
from tests.builders.programmes import make_centre, make_directory_page
from tests.builders.referral import filled, main_form
from tests.programmes.test_viewsets import centre_form, formset, person, wagtails_own_templates  # noqa: F401
from tests.programmes_upkeep.test_member import member_of

pytestmark = pytest.mark.django_db
WORDS = "Wir begleiten Sie zur Botschaft."


@pytest.fixture
def centre():
    return make_centre("ZRB A", summary="Wir beraten.", run_by="AWO")


@pytest.fixture
def offer(centre):
    return make_offer(centre.organisation)


def make_offer(organisation, name="Botschaft", **words) -> SharedOffer:
    offer = SharedOffer.objects.create(organisation=organisation, name=name)
    for language, text in {"de": WORDS, **words}.items():
        SharedOfferText.objects.create(offer=offer, language=language, title=f"Titel {language}", text=text)
    return offer


def take(centre, offer) -> CentreSharedOffer:
    link = CentreSharedOffer(centre=centre, offer=offer)
    link.full_clean()
    link.save()
    return link


def page(client, centre, language="de") -> str:
    return client.get(f"/{language}/beratungsstellen/{centre.slug}/").content.decode()


# --- linked ----------------------------------------------------------------------------------------------------------


def test_an_offer_stands_on_each_entry_that_takes_it_and_changes_there_with_its_words(client, directory, centre, offer):
    other, without = make_centre("ZRB B", run_by="AWO"), make_centre("ZRB C", run_by="AWO")
    take(centre, offer)
    take(other, offer)
    before = [WORDS in page(client, each) for each in (centre, other, without)]

    text = offer.texts.get()
    text.text = "Neue Worte."
    text.save()

    assert before == [True, True, False]
    assert ["Neue Worte." in page(client, each) for each in (centre, other, without)] == before
    assert WORDS not in page(client, centre)


def test_it_is_shown_in_the_language_of_the_reader_else_in_german(client, directory, centre):
    make_directory_page("ar", "المراكز")
    take(centre, make_offer(centre.organisation, ar="نرافقك إلى السفارة"))
    take(centre, make_offer(centre.organisation, name="Nur deutsch", de="Nur auf Deutsch."))

    html = page(client, centre, "ar")

    assert "نرافقك إلى السفارة" in html
    assert WORDS not in html
    assert '<div class="prose" lang="de" dir="auto"><p>Nur auf Deutsch.</p></div>' in html


def test_a_centre_is_found_by_the_words_of_its_network(directory, centre, offer):
    def titles():
        return [hit.title for hit in find(Query(text="Botschaft begleiten", kinds=("centre",))).hits]

    link = take(centre, offer)
    found = titles()
    text = offer.texts.get()
    text.text = "Etwas anderes."
    text.save()
    changed = titles()
    text.text = WORDS
    text.save()
    again = titles()
    link.delete()

    assert (found, changed, again, titles()) == (["ZRB A"], [], ["ZRB A"], [])


def test_the_offer_of_another_organisation_cannot_be_taken_over(centre):
    with pytest.raises(ValidationError):
        take(centre, make_offer(make_centre("ZAB", run_by="Regierung").organisation))


def test_an_entry_that_changes_hands_shows_nothing_of_its_former_network(client, directory, centre, offer):
    take(centre, offer)
    centre.organisation = make_centre("ZAB", run_by="Regierung").organisation
    centre.save()

    assert WORDS not in page(client, centre)
    assert not find(Query(text="Botschaft begleiten", kinds=("centre",))).hits


# --- in the centre's own area ----------------------------------------------------------------------------------------


def answer(client, centre, offer, taken, **changes):
    address = reverse("upkeep_member:group", args=[centre.public_id, "words"])
    form = filled(main_form(client.get(address).content.decode()), {})
    words = centre.texts.first()
    own = {"summary_de": words.summary, "notes_de": words.notes} if words else {}
    return client.post(address, {**form, **own, f"offer_{offer.pk}": taken, **changes})


def accept_all() -> None:
    task = UpkeepTask.objects.get()
    seen = proposals.fingerprint_of(task.proposal, facts.snapshot(task.centre_id))
    proposals.decide(task_id=task.pk, accepted=list(task.proposal.changes), user=make_user(), seen=seen)


def test_a_centre_asks_to_stay_linked(centre, offer):
    _user, client = member_of(centre)

    answer(client, centre, offer, "linked")

    assert UpkeepTask.objects.get().proposal.changes == {"shared_offers": {"old": [], "new": [{"offer": offer.pk}]}}
    assert facts.lines("shared_offers", [{"offer": offer.pk}]) == ["Botschaft"]
    accept_all()
    assert list(centre.shared_offers.values_list("offer", flat=True)) == [offer.pk]


def test_the_form_asks_for_words_in_languages_only(centre, offer):
    take(centre, offer)
    _user, client = member_of(centre)

    form = main_form(client.get(reverse("upkeep_member:group", args=[centre.public_id, "words"])).content.decode())

    asked = {field["name"] for field in form.select("textarea, input[type=radio]")}
    assert asked == {"summary_de", "notes_de", "directions_de", f"offer_{offer.pk}", "note"}


def test_a_centre_copies_the_words_and_is_no_longer_linked(centre, offer):
    take(centre, offer)
    CentreText.objects.update(notes="Klingeln Sie.")
    _user, client = member_of(centre)

    answer(client, centre, offer, "copied")
    accept_all()
    SharedOfferText.objects.update(text="Neue Worte.")

    assert not centre.shared_offers.exists()
    assert CentreText.objects.get(centre=centre).notes == f"Klingeln Sie.\n\nTitel de\n\n{WORDS}"


def test_nothing_is_copied_where_a_centre_has_no_words_of_its_own(offer):
    bare = make_centre("ZRB ohne Worte", run_by="AWO")
    _user, client = member_of(bare)

    response = answer(client, bare, offer, "copied")

    assert response.status_code == 200
    assert "Schreiben Sie zuerst eine Zusammenfassung" in response.content.decode()
    assert not UpkeepTask.objects.exists()


def test_words_that_become_too_long_are_not_copied(centre, offer):
    _user, client = member_of(centre)

    response = answer(client, centre, offer, "copied", notes_de="x" * 2_990)

    assert "zu lang" in response.content.decode()
    assert not UpkeepTask.objects.exists()


def test_a_form_without_an_answer_leaves_the_offer_as_it_is(centre, offer):
    take(centre, offer)
    _user, client = member_of(centre)

    answer(client, centre, offer, "", summary_de="Anders.")

    assert list(UpkeepTask.objects.get().proposal.changes) == ["texts.de"]


def test_the_offers_of_others_are_not_offered(centre):
    make_offer(make_centre("ZAB", run_by="Regierung").organisation, name="Fremd")
    _user, client = member_of(centre)

    assert "Fremd" not in client.get(reverse("upkeep_member:group", args=[centre.public_id, "words"])).content.decode()


# --- in the CMS ------------------------------------------------------------------------------------------------------


def test_an_editor_words_an_offer_once(person, centre):  # noqa: F811
    form = {"organisation": centre.organisation_id, "name": "Ausweise"}
    words = formset("texts", {"language": "de", "title": "Ausweise", "text": "Wir helfen bei Papieren."})

    response = person(roles.EDITOR).post(reverse("sharedoffer:add"), form | words)

    assert response.status_code == 302
    assert SharedOffer.objects.get().texts.get().title == "Ausweise"


def test_an_editor_links_an_entry_but_not_to_the_offer_of_another_organisation(person, centre, offer):  # noqa: F811
    foreign = make_offer(make_centre("ZAB", run_by="Regierung").organisation, name="Fremd")
    centre.texts.all().delete()  # the form brings words of its own
    client, address = person(roles.EDITOR), reverse("centre:edit", args=[centre.pk])
    form = centre_form(name=centre.name, slug=centre.slug, organisation=centre.organisation_id)

    refused = client.post(address, form | formset("shared_offers", {"offer": foreign.pk}))
    taken = client.post(address, form | formset("shared_offers", {"offer": offer.pk}))

    assert refused.status_code == 200
    assert "„Fremd“ gehört zu einem anderen Träger" in refused.content.decode()
    assert taken.status_code == 302
    assert list(Centre.objects.get(pk=centre.pk).shared_offers.values_list("offer", flat=True)) == [offer.pk]


def test_an_offer_that_centres_show_stays(person, centre, offer):  # noqa: F811
    take(centre, offer)

    response = person(roles.EDITOR).post(reverse("sharedoffer:delete", args=[offer.pk]))

    assert response.status_code == 302
    assert SharedOffer.objects.filter(pk=offer.pk).exists()
