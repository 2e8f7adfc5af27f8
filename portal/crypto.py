"""Key rings and encrypted model fields.

A ring is a named list of Fernet keys for one kind of data: ``operational`` (mails, registrations, drafts), ``need``
(what a referral says about the need), ``identity`` (who the person is) and ``special`` (special categories, Art. 9
GDPR). The first key of a ring encrypts, all of them decrypt. ``PORTAL_DATA_KEYS`` holds the rings as
``name=key[,older key] name=key``.
"""

import base64
import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

RINGS = ("operational", "need", "identity", "special")


class WrongKey(Exception):
    """Stored data cannot be read with the keys of its ring."""


def parse_rings(text: str) -> dict[str, list[str]]:
    """Read the value of PORTAL_DATA_KEYS; raises ImproperlyConfigured with the ring that is missing or broken."""
    rings: dict[str, list[str]] = {}
    for part in text.split():
        name, _, keys = part.partition("=")
        rings[name] = [key for key in keys.split(",") if key]
    for name in RINGS:
        if not rings.get(name):
            raise ImproperlyConfigured(f"PORTAL_DATA_KEYS has no key for the ring “{name}”.")
        for key in rings[name]:
            try:
                Fernet(key)
            except ValueError as error:
                raise ImproperlyConfigured(f"PORTAL_DATA_KEYS holds a broken key in the ring “{name}”.") from error
    return rings


@lru_cache(maxsize=4)
def _fernets(text: str) -> dict[str, tuple[MultiFernet, bytes]]:
    return {
        name: (MultiFernet([Fernet(key) for key in keys]), keys[-1].encode())
        for name, keys in parse_rings(text).items()
    }


def _ring(name: str) -> tuple[MultiFernet, bytes]:
    return _fernets(settings.PORTAL_DATA_KEYS)[name]


def encrypt(text: str, *, ring: str) -> bytes:
    return _ring(ring)[0].encrypt(text.encode())


def decrypt(token: bytes, *, ring: str) -> str:
    """The text behind the token; raises WrongKey rather than hand out anything else."""
    try:
        return _ring(ring)[0].decrypt(bytes(token)).decode()
    except InvalidToken as error:
        raise WrongKey(f"Data of the ring “{ring}” cannot be read with the keys that are set.") from error


def rotate(token: bytes, *, ring: str) -> bytes:
    """The same text under the ring's first key."""
    try:
        return _ring(ring)[0].rotate(bytes(token))
    except InvalidToken as error:
        raise WrongKey(f"Data of the ring “{ring}” cannot be read with the keys that are set.") from error


def fingerprint(text: str, *, purpose: str) -> str:
    """A keyed hash (64 hex digits) to find or compare a value that is stored encrypted.

    It hangs on SECRET_KEY, not on a ring, so that a rotation of rings leaves it as it is.
    """
    message = f"{purpose}\0{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


class EncryptedField(models.BinaryField):
    """A text that is unreadable in the database; reading it with a wrong key raises WrongKey."""

    def __init__(self, *args, ring: str = "operational", **kwargs):
        if ring not in RINGS:
            raise ValueError(f"unknown ring {ring!r}")
        self.ring = ring
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["ring"] = self.ring
        return name, path, args, kwargs

    def to_text(self, value) -> str:
        # A migration that adds the field fills the rows there are with what is empty to a binary field.
        return value or ""

    def from_text(self, text: str):
        return text

    def get_default(self):
        if not self.has_default():
            return ""
        return self.default() if callable(self.default) else self.default

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.from_text(decrypt(value, ring=self.ring))

    def to_python(self, value):
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        return super().get_db_prep_value(encrypt(self.to_text(value), ring=self.ring), connection, prepared)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise TypeError("An encrypted field cannot be searched; keep a fingerprint beside it.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj):
        raise TypeError("An encrypted field is not written to fixtures.")


class EncryptedJSONField(EncryptedField):
    """A JSON value that is unreadable in the database."""

    def to_text(self, value) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def from_text(self, text: str):
        return json.loads(text)

    def get_default(self):
        return self.default() if self.has_default() and callable(self.default) else None


class EncryptedBytesField(EncryptedField):
    """A file that is unreadable in the database."""

    def to_text(self, value) -> str:
        return base64.b64encode(value).decode()

    def from_text(self, text: str) -> bytes:
        return base64.b64decode(text)
