"""Addresses of the operations some modules entered."""

import re
from types import ModuleType

from django.urls import URLPattern, path

from portal.api.answers import endpoint
from portal.api.operations import operations

PART = re.compile(r"\{(\w+)\}")


def routes_of(*modules: ModuleType) -> list[URLPattern]:
    """The addresses below /api of the operations whose functions stand in these modules."""
    names = {module.__name__ for module in modules}
    return [
        path(PART.sub(r"<str:\1>", operation.path.removeprefix("/")), endpoint(operation), name=operation.name)
        for operation in operations()
        if operation.answer.__module__ in names
    ]
