from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection

from portal import crypto
from portal.models import OutgoingMail, User

pytestmark = pytest.mark.django_db


def rings(**keys) -> str:
    return " ".join(f"{ring}={keys.get(ring) or Fernet.generate_key().decode()}" for ring in crypto.RINGS)


def make_mail(**facts):
    return OutgoingMail.objects.create(
        **{"template": "t", "language": "de", "recipient": "ada@example.org", "content": {}, **facts}
    )


def stored(mail) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient FROM portal_outgoingmail WHERE id = %s", [mail.pk])
        return bytes(cursor.fetchone()[0])


def test_an_encrypted_value_comes_back_and_is_unreadable_in_the_database():
    mail = make_mail(recipient="آدا@example.org", content={"text": "Grüße", "n": 1})

    again = OutgoingMail.objects.get(pk=mail.pk)

    assert (again.recipient, again.content) == ("آدا@example.org", {"text": "Grüße", "n": 1})
    assert b"example" not in stored(mail)


def test_a_wrong_key_raises_and_never_hands_out_something_else(settings):
    mail = make_mail()
    settings.PORTAL_DATA_KEYS = rings()

    with pytest.raises(crypto.WrongKey):
        OutgoingMail.objects.get(pk=mail.pk)


def test_an_encrypted_field_refuses_lookups_and_fixtures():
    mail = make_mail()

    with pytest.raises(TypeError):
        OutgoingMail.objects.filter(recipient="ada@example.org").exists()
    with pytest.raises(TypeError):
        serialize("json", [mail])


def test_rotation_puts_everything_under_the_first_key(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.PORTAL_DATA_KEYS = rings(operational=old)
    mail = make_mail()
    user = User.objects.create_user("ada@example.org", "x")
    TOTP.activate(user, "NEUSTARTPORTALDEMOSECRET23456777")

    settings.PORTAL_DATA_KEYS = rings(operational=f"{new},{old}")
    call_command("rotate_keys", stdout=StringIO())
    settings.PORTAL_DATA_KEYS = rings(operational=new)

    assert OutgoingMail.objects.get(pk=mail.pk).recipient == "ada@example.org"
    factor = Authenticator.objects.get(user=user)
    assert crypto.decrypt(factor.data["secret"].encode(), ring="operational") == "NEUSTARTPORTALDEMOSECRET23456777"


def test_rotation_with_a_missing_key_changes_nothing_and_says_so(settings):
    mail = make_mail()
    before = stored(mail)
    settings.PORTAL_DATA_KEYS = rings()

    with pytest.raises(crypto.WrongKey):
        call_command("rotate_keys", stdout=StringIO())

    assert stored(mail) == before


@pytest.mark.parametrize("text", ["", "operational=abc", f"need={'A' * 43}="])
def test_a_missing_or_broken_ring_is_named(text):
    with pytest.raises(ImproperlyConfigured, match="ring"):
        crypto.parse_rings(text)


def test_the_second_factor_is_unreadable_in_the_database():
    TOTP.activate(User.objects.create_user("ada@example.org", "x"), "NEUSTARTPORTALDEMOSECRET23456777")

    assert "NEUSTART" not in str(Authenticator.objects.get().data)


def test_a_fingerprint_depends_on_value_purpose_and_secret(settings):
    first = crypto.fingerprint("ada@example.org", purpose="registration")
    other_purpose = crypto.fingerprint("ada@example.org", purpose="draft")
    settings.SECRET_KEY = "another"

    assert len({first, other_purpose, crypto.fingerprint("ada@example.org", purpose="registration")}) == 3
