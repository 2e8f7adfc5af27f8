"""UUIDs for things that have none of their own: made of kind and key, and turned back into the key."""

import hashlib
import uuid

KEY_BYTES = 6


def _kind_bytes(kind: str) -> bytes:
    return hashlib.sha256(f"neustart-portal/hsds/{kind}".encode()).digest()[: 16 - KEY_BYTES]


def identifier(kind: str, pk: int) -> str:
    """A UUID of version 8: beginning from the kind, end from the key."""
    return str(_build(kind, pk))


def _build(kind: str, pk: int) -> uuid.UUID:
    raw = bytearray(_kind_bytes(kind) + pk.to_bytes(KEY_BYTES, "big"))
    raw[6] = (raw[6] & 0x0F) | 0x80
    raw[8] = (raw[8] & 0x3F) | 0x80
    return uuid.UUID(bytes=bytes(raw))


def key_of(kind: str, text: str) -> int | None:
    """The key in an identifier of this kind; None for any other text."""
    try:
        given = uuid.UUID(text)
    except ValueError:
        return None
    pk = int.from_bytes(given.bytes[-KEY_BYTES:], "big")
    return pk if _build(kind, pk) == given else None


def derived(kind: str, *parts: object) -> str:
    """A UUID for a part of a thing, or for a name: always the same for the same words."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(["neustart-portal", kind, *map(str, parts)])))
