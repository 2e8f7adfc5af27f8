"""What an answer for machines consists of: one description that builds the answers and documents them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Union

Json = dict[str, object] | list | str | int | float | bool | None


@dataclass(frozen=True)
class Field:
    """``type`` is a type of JSON Schema or a ``Shape``; ``read`` takes the value from the object described."""

    name: str
    type: Union[str, "Shape"]
    read: Callable[[object], object]
    description: str = ""
    is_list: bool = False
    may_be_null: bool = False
    format: str = ""
    codes: tuple[str, ...] = ()

    def schema(self) -> dict:
        schema = dict(self.type.reference()) if isinstance(self.type, Shape) else {"type": self.type}
        if self.format:
            schema["format"] = self.format
        if self.codes:
            schema["enum"] = list(self.codes)
        if self.is_list:
            schema = {"type": "array", "items": schema}
        if self.may_be_null:
            schema = {"anyOf": [schema, {"type": "null"}]}
        return {**schema, "description": self.description} if self.description else schema

    def build(self, thing: object) -> Json:
        value = self.read(thing)
        if value is None or not isinstance(self.type, Shape):
            return list(value) if self.is_list and value is not None else value
        return [self.type.build(part) for part in value] if self.is_list else self.type.build(value)


@dataclass(frozen=True)
class Shape:
    name: str
    description: str
    fields: tuple[Field, ...]

    def build(self, thing: object) -> dict[str, Json]:
        return {field.name: field.build(thing) for field in self.fields}

    def reference(self) -> dict:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def schema(self) -> dict:
        return {
            "type": "object",
            "description": self.description,
            "properties": {field.name: field.schema() for field in self.fields},
            "required": [field.name for field in self.fields],
            "additionalProperties": False,
        }

    def parts(self) -> dict[str, "Shape"]:
        """This shape and all it is made of, by name."""
        found = {self.name: self}
        for field in self.fields:
            if isinstance(field.type, Shape):
                found |= field.type.parts()
        return found


@dataclass(frozen=True)
class Foreign:
    """A shape somebody else defined: its body is given as JSON Schema, and what is built for it is built already."""

    name: str
    description: str
    body: dict
    made_of: tuple["Foreign", ...] = ()

    def build(self, thing: dict) -> dict:
        return thing

    def reference(self) -> dict:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def schema(self) -> dict:
        return {**self.body, "description": self.description}

    def parts(self) -> dict[str, "Foreign"]:
        found = {self.name: self}
        for part in self.made_of:
            if part.name not in found:
                found |= part.parts()
        return found


def key(name: str) -> Callable[[dict], object]:
    return lambda thing: thing[name]


def attribute(name: str) -> Callable[[object], object]:
    return lambda thing: getattr(thing, name)


@dataclass(frozen=True)
class Coded:
    code: str
    label: str

    @classmethod
    def of(cls, choice) -> "Coded":
        """From a member of ``TextChoices``."""
        return cls(str(choice.value), str(choice.label))


CODED = Shape(
    "Coded",
    "A code that stays, with its words in the language of the answer.",
    (
        Field("code", "string", attribute("code")),
        Field("label", "string", attribute("label")),
    ),
)
LINKS = Shape(
    "Links",
    "Addresses of pages of the same list.",
    tuple(
        Field(name, "string", key(name), format="uri", may_be_null=name != "self")
        for name in ("self", "first", "previous", "next", "last")
    ),
)
IGNORED = Shape(
    "Ignored",
    "A parameter of the request that had no effect: its name or its value is not known here.",
    (Field("name", "string", key("name")), Field("value", "string", key("value"))),
)
PROBLEM = Shape(
    "Problem",
    "Why there is no answer (RFC 9457).",
    (
        Field("type", "string", key("type"), format="uri-reference"),
        Field("title", "string", key("title")),
        Field("status", "integer", key("status")),
        Field("detail", "string", key("detail")),
    ),
)


def page_of(item: Shape, *extra: Field) -> Shape:
    """The shape of a list: how much there is, where the other pages are, and the items of this one."""
    return Shape(
        f"{item.name}List",
        f"One page of a list of {item.name}.",
        (
            Field("count", "integer", key("count"), "Number of all items, on all pages."),
            Field("page", "integer", key("page")),
            Field("pages", "integer", key("pages")),
            Field("links", LINKS, key("links")),
            Field("ignored", IGNORED, key("ignored"), is_list=True),
            *extra,
            Field("items", item, key("items"), is_list=True),
        ),
    )
