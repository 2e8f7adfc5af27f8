"""Each guard of the staff's side of events is taken out once, and the matrix of roles finds it (F28)."""

import pytest

from tests.access.conftest import unrendered, world  # noqa: F401 -- fixtures
from tests.access.event_guards import event_routes, let_everybody_in, view_class
from tests.access.test_matrix import wrong_reads, wrong_writes
from tests.access.world import STAFF

pytestmark = [
    pytest.mark.fault,
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.filterwarnings("ignore"),
]


def differences(world, route) -> list[str]:  # noqa: F811
    """What the matrix says of one address, whoever of the staff asks."""
    return [
        f"{role}: {wrong}"
        for role in STAFF
        for wrong in [*wrong_reads(role, world, [route]), *wrong_writes(role, world, [route])]
    ]


@pytest.mark.parametrize("route", event_routes(), ids=lambda route: route.name)
def test_a_guard_that_is_taken_out_is_missed(route, world, unrendered, monkeypatch):  # noqa: F811
    before = differences(world, route)
    let_everybody_in(view_class(route), monkeypatch)

    after = differences(world, route)

    assert before == []
    assert after
