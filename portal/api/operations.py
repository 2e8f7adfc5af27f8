"""The addresses for machines: what each takes and answers. Apps enter theirs; the OpenAPI document is made of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from portal.api.shapes import Json, Shape


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str
    type: str = "string"
    codes: tuple[str, ...] = ()
    is_path: bool = False
    is_repeated: bool = False
    minimum: int | None = None
    format: str = ""

    def schema(self) -> dict:
        schema: dict[str, object] = {"type": self.type}
        if self.codes:
            schema["enum"] = list(self.codes)
        if self.minimum is not None:
            schema["minimum"] = self.minimum
        if self.format:
            schema["format"] = self.format
        return {"type": "array", "items": schema} if self.is_repeated else schema

    def document(self) -> dict:
        return {
            "name": self.name,
            "in": "path" if self.is_path else "query",
            "required": self.is_path,
            "description": self.description,
            "schema": self.schema(),
            **({"explode": True, "style": "form"} if self.is_repeated else {}),
        }


LANGUAGE = Parameter("lang", "Language of the words; else the header Accept-Language decides.")
PAGE = Parameter("page", "Number of the page.", "integer", minimum=1)


@dataclass(frozen=True)
class Operation:
    """``answer`` gets the request and the parts of the path, and returns what ``shape`` builds the answer from."""

    path: str  # below /api, with {parts}
    name: str
    summary: str
    shape: Shape
    answer: Callable[..., Json]
    parameters: tuple[Parameter, ...] = ()
    tag: str = "v1"

    @property
    def has_parts(self) -> bool:
        return any(parameter.is_path for parameter in self.parameters)

    @property
    def address(self) -> str:
        return f"/api{self.path}"


_operations: dict[str, Operation] = {}


def register(operation: Operation) -> Operation:
    _operations[operation.path] = operation
    return operation


def operations() -> list[Operation]:
    return sorted(_operations.values(), key=lambda operation: operation.path)


def ignored(request: HttpRequest, understood: set[tuple[str, str]]) -> list[dict[str, str]]:
    """What of the address had no effect; an answer names it, so that a slip of the pen does not go unnoticed."""
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    return [
        {"name": _short(name), "value": _short(value)}
        for name, value in pairs
        if (name, value) not in understood and name != LANGUAGE.name
    ]


def _short(text: str) -> str:
    return text.replace("\x00", "")[:100]
