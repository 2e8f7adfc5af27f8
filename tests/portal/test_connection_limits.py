"""How often one connection may do something."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from portal import connection_limits
from portal.connection_limits import give_back, is_too_much, was_too_much


def came(address: str, *, times: int = 1) -> bool:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return [is_too_much(request, what="test", most=2) for _time in range(times)][-1]


@pytest.fixture(autouse=True)
def nobody_counted():
    cache.clear()


def test_more_than_the_most_is_too_much_and_only_of_this_connection():
    assert not came("192.0.2.1", times=2)
    assert came("192.0.2.1")
    assert not came("192.0.2.2")


def test_the_addresses_of_one_ipv6_network_are_one_connection():
    assert not came("2001:db8:1:2::1", times=2)
    assert came("2001:db8:1:2:ffff::9")
    assert not came("2001:db8:1:3::1")


def test_what_came_to_nothing_is_given_back():
    request = RequestFactory().get("/")
    is_too_much(request, what="test", most=2, more=2)
    assert was_too_much(request, what="test", most=2)

    give_back(request, what="test", tries=1)

    assert not was_too_much(request, what="test", most=2)


class Broken:
    def __getattr__(self, name):
        raise ConnectionError


def test_while_the_cache_is_away_nobody_is_held_up(monkeypatch):
    monkeypatch.setattr(connection_limits, "cache", Broken())

    assert not came("192.0.2.1", times=5)
    assert not was_too_much(RequestFactory().get("/"), what="test", most=0)
