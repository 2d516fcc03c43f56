"""Exports can be read by people and by programs; deletions are complete."""

import json
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.domain.people.people import Who
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.prompts.custom_content import ContentKind, CustomEntry, CustomWords
from bot.domain.time.hours import Hours
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.privacy.columns import THEIRS
from bot.storage.privacy.erasure import Erasure
from bot.storage.tables import (
    channel_nudges,
    checkins,
    feedback_answers,
    own_answers,
    people,
    practices,
    ridealongs,
    selfchecks,
    skillchecks,
)
from content.models import Library
from tests.services.people.removers import NotedLibraries
from tests.storage.rows import NOW, put, row

U1 = Who("T1", "U1")


async def exported(services: Services, who: Who = U1) -> dict[str, Any]:
    """The content of the file for programs."""
    data: dict[str, Any] = json.loads((await services.privacy.export(who)).data)
    return data


async def test_the_file_for_programs_holds_every_fact_in_json(
    services: Services, database: Database, context: Context
) -> None:
    facts: dict[str, Any] = {
        "working_days": frozenset({4, 0, 2}), "checkin_at": time(15, 30), "seen_at": NOW, "teams": ("T2", "T1"),
        "hours": Hours(time(8), time(18)), "is_leader": True,
    }  # fmt: skip
    call: dict[str, Any] = {"customer_sealed": database.cipher.seal("Äcme"), "length": timedelta(minutes=45)}
    await put(database, [row(people, "Maria", user_id="U1", **facts), row(ridealongs, "r", leader_id="U1", **call)])
    export = await services.privacy.export(U1)
    data = json.loads(export.data)
    (person,), (ride,) = data["held"].pop("people"), data["held"].pop("ridealongs")
    assert data == {"workspace": "T1", "person": "U1", "made_at": "2026-10-19T06:00:00+00:00", "held": {}}
    assert {name: person[name] for name in facts} == {
        "working_days": [0, 2, 4], "checkin_at": "15:30:00", "seen_at": NOW.isoformat(), "teams": ["T2", "T1"],
        "hours": {"start": "08:00:00", "end": "18:00:00"}, "is_leader": True,
    }  # fmt: skip
    assert (ride["customer"], ride["length"], ride["starts_at"]) == ("Äcme", 2700, NOW.isoformat())
    assert export.data.startswith('{\n  "workspace": "T1",')
    assert '"Äcme"' in export.data
    assert export.held == {"people": 1, "ridealongs": 1}
    assert "Äcme" not in repr(export)


async def test_whatever_a_column_holds_can_be_written(services: Services, database: Database) -> None:
    audience = {"audience": "leader"}  # a value that is parsed again
    await put(
        database,
        (
            row(table, "k", **{column: "U1"}, **(audience if "audience" in table.c else {}))
            for table, (column, *_) in THEIRS.items()
        ),
    )
    assert set((await services.privacy.export(U1)).held) == {table.name for table in THEIRS}


def test_every_table_has_a_title_that_people_understand(library: Library) -> None:
    prefix = "privacy.export.held."
    titled = {key.removeprefix(prefix) for key in library.words if key.startswith(prefix)}
    assert titled == {table.name for table in (*THEIRS, channel_nudges)}


async def test_the_file_for_people_says_a_fact_a_line_and_nothing_that_is_empty(
    services: Services, database: Database, library: Library
) -> None:
    texts: dict[str, Any] = {
        "customer_sealed": database.cipher.seal('Äcme; "big"'),
        "signal_sealed": database.cipher.seal("null"),
    }
    names: dict[str, Any] = {"salesperson_id": "U2", "planned_by": "U1", "confirmed_by": ("Ü2", "U1"), "wall_zone": ""}
    call: dict[str, Any] = {"opens": "leader", "price": "", "version": 7, "logged": False, "starts_at": NOW}
    length: dict[str, Any] = {"length": timedelta(minutes=45)}
    await put(database, [row(ridealongs, key, leader_id="U1", **texts, **names, **call, **length) for key in "ab"])
    line = (
        'leader id: U1; salesperson id: U2; planned by: U1; customer: Äcme; "big"; '
        "starts at: 2026-10-19T06:30:00+00:00; length: 2700.0; call type: coaching; opens: leader; signal: null; "
        'state: planned; confirmed by: ["Ü2", "U1"]; logged: false'
    )
    await put(database, [row(people, "Maria", user_id="U1", checkin_day=0, profile_zone="", locale="")])
    assert (await services.privacy.export(U1)).readable.splitlines() == [
        library.say("privacy.export.title"), "", library.say("privacy.export.about"), "",
        "You and your settings (1)",
        "- user id: U1; name: Maria; standing: new; is admin: false; is leader: false; is guest: false; "
        "checkin day: 0; checkin at: 09:00:00; cut off: false; cadence: daily; "
        'hours: {"start": "08:00:00", "end": "18:00:00"}', "",
        "Your ride-alongs (2)",
        f"- id: a; {line}", f"- id: b; {line}",
    ]  # fmt: skip


async def test_answers_come_with_what_was_asked(services: Services, database: Database, library: Library) -> None:
    item, question = library.items["lead-06"], next(iter(library.questions.values()))
    (key, words), retired = next(iter(library.prompts.items())), next(iter(library.retired.values()))
    entry = CustomEntry("o1", "U9", "", CustomWords(ContentKind.QUESTION, "How was it?"), NOW)
    async with database.transaction("T1") as transaction:
        await transaction.custom_content.save(entry)
    await put(database, [row(selfchecks, "s", user_id="U1", answers={item.id: 1})])
    await put(database, [row(feedback_answers, "s", author_id="U1", answers={item.id: 1})])
    await put(database, [row(skillchecks, "s", user_id="U1", answers={question.key: 0})])
    asked = (key, retired.id, "o1", "x")
    await put(database, (row(practices, f"{n}", user_id="U1", prompt_id=name) for n, name in enumerate(asked)))
    await put(database, [row(own_answers, "s", user_id="U1", question_id="o1")])
    held = (await exported(services))["held"]
    assert held["selfchecks"][0]["answers_in_words"] == {item.text: "With fewer than half"}
    assert held["selfchecks"][0]["answers"] == {item.id: 1}
    assert held["twin_answers"][0]["answers_in_words"] == {item.feedback: "Yes"}
    choices = library.questions["skillcheck.answer"].choices
    assert held["skillchecks"][0]["answers_in_words"] == {question.text: choices[0].label}
    assert [each["asked"] for each in held["practices"]] == [words.action, retired.action, "How was it?", ""]
    assert held["own_answers"][0]["asked"] == "How was it?"


async def test_others_answers_that_list_somebody_are_counted(services: Services, database: Database) -> None:
    listing = [row(checkins, f"{n}", developed=names) for n, names in enumerate([("U1", "U2"), ("U2",), ("U1",)])]
    await put(database, [*listing, row(checkins, "k", "T2", developed=("U1",))])
    assert await services.privacy.named(U1) == 2


async def test_the_file_for_people_is_in_their_language(context: Context, database: Database, library: Library) -> None:
    libraries = NotedLibraries(library)
    await put(database, [row(people, "Maria", user_id="U1", locale="de-DE")])
    services = Services(replace(context, libraries=libraries))
    await services.privacy.export(U1)
    assert [reads.partition("-u-")[0] for reads in libraries.asked] == ["de-DE"]
    await services.privacy.export(Who("T1", "U2"))
    assert len(libraries.asked) == 1, "English, as far as we know"


async def test_a_deletion_is_whole_or_not_at_all(
    services: Services, context: Context, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_erasure: Erasure, _user_id: str) -> dict[str, int]:
        raise ConnectionError

    await put(database, [row(people, "Maria", user_id="U1")])
    monkeypatch.setattr(Erasure, "of_person", fails)
    with pytest.raises(ConnectionError):
        await services.privacy.forget(U1)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.people.get("U1") is not None
        assert not await transaction.safeguards.has_any(SafeguardKind.SILENT)
        assert await transaction.removals.all() == []
