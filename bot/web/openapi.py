"""What the API answers, as an OpenAPI document: https://spec.openapis.org/oas/v3.1.0"""

from typing import Any

from bot.domain.visibility import FOR_ADMIN

COUNTS = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
LIMIT = {"description": "Too many requests: at most sixty a minute."}
UNKNOWN = {"description": "No secret, a revoked one, or one whose owner is no longer an admin."}


def description(site: str, version: str) -> dict[str, Any]:
    """The document for the server at `site`, such as https://chair.example.com."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Second Chair",
            "version": version,
            "description": "The numbers that admins see in Slack, read-only, for other tools. They contain no "
            f"individual's answers: each number is about {FOR_ADMIN} or more people, and stays as it was first shown.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": site}],
        "security": [{"secret": []}],
        "paths": {
            "/api/v1/numbers": {"get": _get("numbers", "The numbers", "application/json", _schema("Numbers"))},
            "/api/v1/numbers.csv": {
                "get": _get("numbers_csv", "The numbers for a spreadsheet", "text/csv", {"type": "string"})
            },
        },
        "components": {
            "securitySchemes": {
                "secret": {"type": "http", "scheme": "bearer", "description": "An admin gets one with /secondchair api"}
            },
            "schemas": {"Numbers": _numbers(), "Counted": _counted()},
        },
    }


def _get(name: str, summary: str, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    answers = {
        "200": {"description": summary, "content": {kind: {"schema": schema}}},
        "401": UNKNOWN,
        "429": LIMIT,
    }
    return {"operationId": name, "summary": summary, "responses": answers}


def _schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _numbers() -> dict[str, Any]:
    several = {"type": "array", "items": _schema("Counted")}
    described = {
        "weeks": several | {"description": "Check-ins by week; `which` is its Monday."},
        "quarters": several | {"description": "Check-ins by fiscal quarter."},
        "prompts": several
        | {
            "description": "What people made of a prompt; `which` is what it asks for. `later` is left out where "
            "(nearly) everybody or (nearly) nobody postponed it."
        },
        "deliveries": COUNTS
        | {
            "description": "How many messages of the last seven days did not arrive, by status; excludes daily "
            "prompts, reminders and others whose number depends on who answered."
        },
    }
    return {"type": "object", "required": list(described), "properties": described}


def _counted() -> dict[str, Any]:
    properties = {
        "which": {"type": "string"},
        "people": {"type": "integer", "minimum": FOR_ADMIN},
        "answers": COUNTS
        | {"description": "How often each answer was given; empty where all, or all but one, gave the same."},
    }
    return {"type": "object", "required": list(properties), "properties": properties}
