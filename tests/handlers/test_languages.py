"""Which language somebody is answered in while nobody can be asked for it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.domain.people.people import Who
from bot.services.services import Services
from content.libraries import Libraries
from handlers import languages
from handlers.languages import Words

TOO_MANY = {"en": "That was a lot at once", "de": "Das war viel auf einmal"}


class People:
    """Two people's locales, while the database is there."""

    def __init__(self) -> None:
        self.is_away = False

    async def locale_tag(self, who: Who) -> str:
        if self.is_away:
            raise ConnectionRefusedError
        return {"U1": "de-DE", "U2": "en-US"}[who.user_id]


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def spoken(people: People) -> Words:
    return Words(cast("Services", SimpleNamespace(people=people)), Libraries())


def by(user_id: str, workspace_id: str = "T1") -> dict[str, Any]:
    return {"command": "/selfcheck", "team_id": workspace_id, "user_id": user_id}


def language(spoken: Words, body: dict[str, Any]) -> str:
    said = spoken.last(body).say("errors.too_many")
    return next(language for language, begins in TOO_MANY.items() if said.startswith(begins))


async def test_whoever_was_answered_is_answered_so_while_the_database_is_away(spoken: Words, people: People) -> None:
    assert language(spoken, by("U1")) == "en"
    for user_id in ("U1", "U2"):
        await spoken.of(by(user_id))
    people.is_away = True
    assert (await spoken.of(by("U1"))).locale == "de"
    assert [language(spoken, by(*who)) for who in (("U1",), ("U2",), ("U1", "T2"))] == ["de", "en", "en"]


async def test_those_who_asked_last_are_remembered(spoken: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "MOST_KNOWN", 2)
    for workspace_id in ("T1", "T2", "T1", "T3"):
        await spoken.of(by("U1", workspace_id))
    assert [language(spoken, by("U1", workspace_id)) for workspace_id in ("T1", "T2", "T3")] == ["de", "en", "de"]


async def test_what_a_workspace_causes_has_no_language(spoken: Words) -> None:
    body = {"event": {"type": "user_change", "user": {"id": "U1"}}, "team_id": "T1"}
    assert (await spoken.of(body)).locale == "en"
    assert language(spoken, by("U1")) == "en"


async def test_somebody_whose_data_was_deleted_is_forgotten_and_nobody_else(spoken: Words) -> None:
    for workspace_id in ("T1", "T2"):
        await spoken.of(by("U1", workspace_id))
    spoken.forget(Who("T1", "U1"))
    spoken.forget(Who("T1", "U9"))
    assert [language(spoken, by("U1", workspace_id)) for workspace_id in ("T1", "T2")] == ["en", "de"]
