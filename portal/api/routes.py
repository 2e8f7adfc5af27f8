"""Addresses of the operations some modules entered."""

import re
from types import ModuleType

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from portal.api.answers import endpoint
from portal.api.operations import operations

PART = re.compile(r"\{(\w+)\}")


class PartConverter(StringConverter):
    """A part of an address that can be looked up: no database takes NUL in a text."""

    regex = r"[^/\x00]+"


register_converter(PartConverter, "api_part")


def routes_of(*modules: ModuleType) -> list[URLPattern]:
    """The addresses below /api of the operations whose functions stand in these modules."""
    names = {module.__name__ for module in modules}
    return [
        path(PART.sub(r"<api_part:\1>", operation.path.removeprefix("/")), endpoint(operation), name=operation.name)
        for operation in operations()
        if operation.answer.__module__ in names
    ]
