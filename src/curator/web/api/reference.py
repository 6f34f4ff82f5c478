"""The reference page of the API, made from its OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from curator.web.api.app import operations

_HEAD = """\
# The API

A running service answers under `/api`; programs find the full description at `/api/openapi.json`.
Make a key at the desk, under API keys, and send it with each request:

```console
$ curl -H "Authorization: Bearer cur_…" https://letters.example.org/api/issues
$ curl -H "Authorization: Bearer cur_…" --json '{"url": "https://example.org/post"}' \\
    https://letters.example.org/api/resources
```

A key has scopes: `read` asks anything, `save` only puts links on the reading list (for a phone or a
browser that may be lost), `write` does everything. Lists come in pages: `limit` and `offset` choose
one, `next` and a `Link` header (RFC 8288) lead to the next. Every error is a problem
(`application/problem+json`, RFC 9457): `title`, `status`, `detail`, and in `errors` a line for each
mistake of the request.

This page is made by `curator config reference api`.
"""

Described = Mapping[str, Any]


def page() -> str:
    """The page as Markdown: every operation with its parameters and body, then every shape."""
    described = operations("/api").openapi()
    shapes = described["components"]["schemas"]
    told = [
        _operation(method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    listed = (_shape(name, shape) for name, shape in sorted(shapes.items()) if _is_own(name))
    return "".join([_HEAD, *told, "\n## Shapes\n", *listed])


def _operation(method: str, path: str, operation: Described) -> str:
    lines = [f"\n## {method.upper()} /api{path}\n\n{' '.join(operation['description'].split())}\n"]
    rows = [*map(_parameter, operation.get("parameters", ())), *_body(operation)]
    if rows:
        lines.append("\n| where | name | what |\n|---|---|---|\n")
        lines += rows
    scope = operation["tags"][0]
    lines.append(f"\nNeeds `{scope}`; gives {_given(operation['responses'])}.\n")
    return "".join(lines)


def _parameter(one: Described) -> str:
    wanted = "" if one.get("required") else "optional; "
    words = f"{wanted}{_type(one['schema'])}. {one.get('description', '')}".rstrip()
    return f"| {one['in']} | `{one['name']}` | {words} |\n"


def _body(operation: Described) -> Iterator[str]:
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield f"| body | | {_type(schema)} |\n"


def _given(responses: Described) -> str:
    """Status and shape of the good answer."""
    status, answer = next((code, one) for code, one in responses.items() if code.startswith("2"))
    content = answer.get("content")
    if not content:
        return f"{status} and nothing"
    return f"{status} and {_type(content['application/json']['schema'])}"


def _shape(name: str, shape: Described) -> str:
    words = " ".join(shape.get("description", "").split())
    head = f"\n### {name}\n\n{words}\n"
    if "enum" in shape:
        return f"{head}\nOne of {', '.join(f'`{one}`' for one in shape['enum'])}.\n"
    required = shape.get("required", ())
    rows = [
        f"| `{field}` | {_type(one)}{'' if field in required else '; optional'} |"
        f" {one.get('description', '')} |\n".replace("|  |", "| |")
        for field, one in shape.get("properties", {}).items()
    ]
    return f"{head}\n| field | type | what |\n|---|---|---|\n{''.join(rows)}"


def _is_own(name: str) -> bool:
    """Whether a shape is one of ours and no page of them, which its operation names."""
    return not name.startswith(("Page_", "HTTPValidationError", "ValidationError"))


def _type(schema: Described) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return _name(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        kinds = [_type(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(kinds)
    if schema.get("type") == "array":
        most = f" (at most {schema['maxItems']})" if "maxItems" in schema else ""
        return f"a list of {_type(schema['items'])}{most}"
    if "const" in schema:
        return f"`{schema['const']}`"
    bounds = [
        f"{words} {schema[key]}"
        for key, words in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("maxLength", "at most"),
            ("default", "by default"),
        )
        if key in schema and schema[key] != ""
    ]
    kind = schema.get("format", schema.get("type", "anything"))
    return " ".join([kind, *bounds]) + (" characters" if "maxLength" in schema else "")


def _name(shape: str) -> str:
    """A link to a shape; a page of them says of what it is."""
    if shape.startswith("Page_"):
        return f"a page of {_name(shape.removeprefix('Page_').rstrip('_'))}"
    return f"[{shape}](#{shape.lower()})"
