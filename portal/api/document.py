"""The OpenAPI document, made from the same description the answers are built from."""

from django.conf import settings
from django.utils.translation import gettext as _

from portal.api.operations import Operation, operations
from portal.api.shapes import PROBLEM, Shape
from portal.context import identity_facts

VERSION = "1.0"


def openapi(language: str) -> dict:
    identity = identity_facts(language)
    contact = {"name": identity.operator or identity.name or settings.WAGTAIL_SITE_NAME}
    if identity.email:
        contact["email"] = identity.email
    shapes: dict[str, Shape] = dict(PROBLEM.parts())
    for operation in operations():
        shapes |= operation.shape.parts()
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": identity.name or settings.WAGTAIL_SITE_NAME,
            "version": VERSION,
            "description": _(
                "The public data of this portal, to be read by machines. Parameters that are not known have no effect "
                "and are named in the answer. The number of requests in a minute is limited."
            ),
            "contact": contact,
        },
        "servers": [{"url": f"{settings.BASE_URL}/api"}],
        "paths": {operation.path: {"get": _described(operation)} for operation in operations()},
        "components": {"schemas": {name: shapes[name].schema() for name in sorted(shapes)}},
    }


def _described(operation: Operation) -> dict:
    problems = {"429": _("Too many requests")}
    if operation.has_parts:
        problems["404"] = _("Not found")
    return {
        "operationId": operation.name,
        "summary": str(operation.summary),
        "tags": [operation.tag],
        "parameters": [parameter.document() for parameter in operation.parameters],
        "responses": {
            "200": {
                "description": operation.shape.description,
                "headers": {
                    "ETag": {"description": "State of the answer.", "schema": {"type": "string"}},
                    "RateLimit-Remaining": {"schema": {"type": "string"}},
                },
                "content": {"application/json": {"schema": operation.shape.reference()}},
            },
            "304": {"description": "The answer is the one the client has (If-None-Match)."},
            **{
                status: {
                    "description": title,
                    "content": {"application/problem+json": {"schema": PROBLEM.reference()}},
                }
                for status, title in sorted(problems.items())
            },
        },
    }
