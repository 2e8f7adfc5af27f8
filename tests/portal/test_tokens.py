import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from portal import tokens
from portal.models import AccessToken

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_link_names_its_subject_until_it_is_spent():
    secret = tokens.issue(purpose="cancel", subject="registration:1", lifetime=HOUR)

    assert tokens.subject_of(secret, purpose="cancel") == "registration:1"
    assert tokens.subject_of(secret, purpose="cancel") == "registration:1"
    assert tokens.spend(secret, purpose="cancel") == "registration:1"
    assert tokens.spend(secret, purpose="cancel") is None
    assert tokens.subject_of(secret, purpose="cancel") is None


def test_another_purpose_an_unknown_and_a_malformed_secret_get_the_same_answer():
    secret = tokens.issue(purpose="cancel", subject="registration:1", lifetime=HOUR)

    wrong = [tokens.subject_of(secret, purpose="change"), tokens.subject_of("x", purpose="cancel")]
    assert [*wrong, tokens.subject_of("\ud800\0", purpose="cancel")] == [None, None, None]


def test_a_link_ends_by_the_clock():
    secret = tokens.issue(purpose="cancel", subject="registration:1", lifetime=HOUR)

    with time_machine.travel(timedelta(hours=2), tick=False):
        assert tokens.subject_of(secret, purpose="cancel") is None
        assert tokens.spend(secret, purpose="cancel") is None


def test_only_the_hash_is_stored_and_the_secret_has_256_bits():
    secrets = {tokens.issue(purpose="cancel", subject="r", lifetime=HOUR) for _ in range(50)}

    assert len(secrets) == 50
    assert min(map(len, secrets)) >= 43
    assert not set(AccessToken.objects.values_list("secret_hash", flat=True)) & secrets


def test_revoking_ends_every_open_link_of_a_subject():
    secret = tokens.issue(purpose="cancel", subject="registration:1", lifetime=HOUR)
    other = tokens.issue(purpose="cancel", subject="registration:2", lifetime=HOUR)

    tokens.revoke(purpose="cancel", subject="registration:1")

    assert tokens.subject_of(secret, purpose="cancel") is None
    assert tokens.subject_of(other, purpose="cancel") == "registration:2"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_spends_the_link():
    secret = tokens.issue(purpose="cancel", subject="registration:1", lifetime=HOUR)
    gate, answers = threading.Barrier(8), []

    def spend():
        gate.wait()
        answers.append(tokens.spend(secret, purpose="cancel"))
        connection.close()

    threads = [threading.Thread(target=spend) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(map(str, answers)) == ["None"] * 7 + ["registration:1"]


def test_old_links_are_deleted_thirty_days_after_they_ended():
    tokens.issue(purpose="cancel", subject="registration:1", lifetime=HOUR)

    with time_machine.travel(timedelta(days=30), tick=False):
        assert tokens.purge() == 0
    with time_machine.travel(timedelta(days=31), tick=False):
        assert tokens.purge() == 1
