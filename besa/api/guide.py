"""The description of the API in the form in which its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation, and what its values look like."""

    name: str
    description: str
    form: str
    required: bool


@dataclass(frozen=True)
class Property:
    """A value in an answer."""

    name: str
    form: str
    description: str


@dataclass(frozen=True)
class Operation:
    """One address: what it gives, what it takes, what comes back."""

    anchor: str
    path: str
    summary: str
    parameters: list[Parameter]
    properties: list[Property]


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """The operations of an OpenAPI document, in their order."""
    schemas = document["components"]["schemas"]
    return [
        Operation(
            anchor=operation["operationId"],
            path=path,
            summary=operation["description"],
            parameters=[_parameter(one) for one in operation.get("parameters", ())],
            properties=_properties(operation, schemas),
        )
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]


def _parameter(one: dict[str, Any]) -> Parameter:
    described = one.get("description") or one["schema"].get("description", "")
    return Parameter(one["name"], described, form_of(one["schema"]), one.get("required", False))


def _properties(operation: dict[str, Any], schemas: dict[str, Any]) -> list[Property]:
    """What is in the answer; of a list, what is in one of its items."""
    schema = _resolved(operation["responses"]["200"]["content"]["application/json"]["schema"], schemas)
    items = schema.get("properties", {}).get("items")
    if items:
        schema = _resolved(items["items"], schemas)
    return [
        Property(name, form_of(one), one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    return dict(schemas[reference.rpartition("/")[2]]) if reference else schema


def form_of(schema: dict[str, Any]) -> str:
    """A schema in a word or two: `string (date-time)`, `list of Photo`, `integer or null`."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(form_of(one) for one in schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"list of {form_of(schema['items'])}"
    kind, form = schema.get("type", "any"), schema.get("format")
    return f"{kind} ({form})" if form else str(kind)
