"""No address a visitor can open tells a contact that a centre keeps from the public, whatever address comes to be."""

import pytest

from programmes.models.centres import Centre
from tests.access.routes import routes
from tests.access.test_matrix import Visitor
from tests.access.test_sentinels import body
from tests.access.world import ANONYMOUS
from tests.builders.programmes import make_directory_page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.filterwarnings("ignore"),
]
NUMBER, ADDRESS = "+49 911 70707421", "wirbelkontakt@example.org"
SENTINELS = {"telephone": "70707421", "email": "wirbelkontakt"}


def told_to_a_visitor(world, *restricted: str) -> dict[str, set[str]]:
    for centre in Centre.objects.all():
        centre.telephone, centre.email, centre.restricted_contacts = NUMBER, ADDRESS, list(restricted)
        centre.full_clean()
        centre.save()
    visitor, found = Visitor(world, ANONYMOUS), {}
    for route in routes():
        response, _answer = visitor.ask(route, "get")
        if names := {name for name, word in SENTINELS.items() if word in body(response)}:
            found[route.name] = names
    return found


def test_no_address_of_the_resolver_tells_a_restricted_contact(world):
    make_directory_page()

    assert told_to_a_visitor(world, "telephone", "email") == {}


def test_the_walk_finds_what_everybody_may_know(world):
    """The control: without a restriction the same walk finds the contacts."""
    make_directory_page()

    found = told_to_a_visitor(world)

    assert found["directory_api:listCentres"] == found["hsds:getHsdsServices"] == {"telephone", "email"}
    assert found["hsds:getHsdsLocations"] == {"telephone"}
