"""The OpenAPI description, arranged for people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from yuanjiao.web.api.application import api
from yuanjiao.web.api.endpoints import catalogue, people, record, standings

ROUTERS = (catalogue.router, record.router, standings.router, people.router)


@dataclass(frozen=True)
class Parameter:
    """One parameter of an endpoint."""

    name: str
    where: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Endpoint:
    """One endpoint as the documentation shows it."""

    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: list[Parameter]
    fields: list[tuple[str, str]]
    uploads: bool


@dataclass(frozen=True)
class Group:
    """The endpoints of one subject."""

    name: str
    endpoints: list[Endpoint]


@cache
def groups() -> list[Group]:
    """All endpoints by subject, in the order of the routers."""
    described = api.get_openapi_schema()
    found: dict[str, list[Endpoint]] = {}
    scopes = {router.tags[0]: str(router.auth.scope) for router in ROUTERS}  # type: ignore[index]  # set above
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            tag = operation["tags"][0]
            found.setdefault(tag, []).append(_endpoint(method, path, operation, scopes[tag], described))
    return [Group(name, endpoints) for name, endpoints in found.items()]


def _endpoint(method: str, path: str, operation: dict[str, Any], scope: str, described: dict[str, Any]) -> Endpoint:
    success = next(answer for status, answer in operation["responses"].items() if int(status) < 300)
    return Endpoint(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        scope=scope,
        parameters=[
            Parameter(each["name"], each["in"], _kind(each["schema"]), each.get("required", False))
            for each in operation.get("parameters", [])
        ],
        fields=_fields(success["content"]["application/json"]["schema"], described["components"]["schemas"]),
        uploads="requestBody" in operation,
    )


def _fields(schema: dict[str, Any], named: dict[str, Any]) -> list[tuple[str, str]]:
    schema = schema.get("items", schema)
    shape = named[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
    return [(name, _kind(each)) for name, each in shape.get("properties", {}).items()]


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]"
    return str(schema.get("format") or schema.get("type", "any"))
