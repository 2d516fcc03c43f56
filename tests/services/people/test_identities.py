"""Who now has another id: when Slack is asked, what is remembered, and what moves."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from bot.domain.people.people import Person, PersonStatus, TeamMember, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.nudges import PROMPT_PERSON
from bot.services.context import Context
from bot.services.people import identities
from bot.services.people.identities import Identities
from bot.storage.privacy.renaming import Renaming
from tests.fakes import FakeDirectory

MARIA = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)


@pytest.fixture
async def known(context: Context) -> Identities:
    """Maria is known under her former id."""
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(MARIA)
    return Identities(context)


async def people(context: Context) -> dict[str, Person]:
    async with context.database.transaction("T1") as transaction:
        return {person.user_id: person for person in await transaction.people.some(["U1", "W1"])}


async def is_exchanged(context: Context) -> bool:
    async with context.database.transaction("T1") as transaction:
        return bool((await transaction.workspaces.get()).ids_exchanged)


async def test_what_was_learnt_is_known_at_once_and_what_others_learn_within_seconds(
    context: Context, known: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Identities(context)
    assert await other.former("T1") == {}
    await known.learn("T1", {"U1": "W1"})
    assert (await known.former("T1"), await other.former("T1")) == ({"U1": "W1"}, {})
    monkeypatch.setattr(identities, "FRESH", -1.0)
    fresh = Identities(context)
    assert await fresh.former("T1") == {"U1": "W1"}
    await known.learn("T1", {"U2": "W2"})
    assert await fresh.former("T1") == {"U1": "W1", "U2": "W2"}


async def test_so_many_workspaces_are_remembered(known: Identities, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "MOST_KNOWN", 2)
    for workspace_id, remembered in (("T1", 1), ("T2", 2), ("T3", 1)):
        await known.former(workspace_id)
        assert len(known._known) == remembered


async def test_one_record_of_two_is_merged_and_planned(context: Context, known: Identities) -> None:
    newer = replace(MARIA, user_id="W1", name="Maria K", status=PersonStatus.WELCOMED, seen_at=context.clock())
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(newer)
    await known.learn("T1", {"U1": "W1"})
    (one,) = (await people(context)).values()
    assert (one.user_id, one.name, one.status) == ("W1", "Maria K", PersonStatus.ACTIVE)
    assert one.seen_at is None, "Slack is asked anew who they are now"
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.get("W1", PROMPT_PERSON) is not None


async def test_a_known_exchange_holds_where_slack_says_nothing_more_of_it(
    context: Context, directory: FakeDirectory, known: Identities
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.identities.add("U1", "W1")
    directory.exchanges = {}
    await known.exchange("T1")
    assert list(await people(context)) == ["W1"]


async def test_an_id_is_exchanged_with_all_that_is_theirs_or_not_at_all(
    context: Context, known: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_of_whom: object) -> int:
        raise ConnectionError

    monkeypatch.setattr(Renaming, "of_person", fails)
    with pytest.raises(ConnectionError):
        await known.learn("T1", {"U1": "W1"})
    assert await Identities(context).former("T1") == {}


async def test_it_is_due_until_nothing_more_is_found_under_a_former_id(
    context: Context, directory: FakeDirectory, known: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await known.exchange("T1") is None, "in no organisation"
    directory.exchanges = {"U1": "W1"}
    assert (await known.exchange("T1"), await is_exchanged(context)) == (True, False)
    assert (await known.exchange("T1"), await is_exchanged(context)) == (True, False), "a moment ago"
    monkeypatch.setattr(identities, "SETTLES", 0.0)
    assert (await known.exchange("T1"), await is_exchanged(context)) == (True, True)
    monkeypatch.setattr(identities, "SETTLES", 1e9)
    assert (await known.exchange("T1"), await is_exchanged(context)) == (True, True), "nothing was found since"


async def test_one_of_several_is_enough_to_be_asked_about_again(
    context: Context, directory: FakeDirectory, known: Identities
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.identities.add("U2", "W2")  # nothing is left of this person
    directory.exchanges = {"U1": "W1", "U2": "W2"}
    with capture_logs() as lines:
        await known.learn("T1", {"U1": "W1", "U2": "W2"})
        assert (await known.exchange("T1"), await is_exchanged(context)) == (True, False)
    (line,) = lines
    assert (line["event"], line["workspace"], line["people"]) == ("ids_exchanged", "T1", 2)
    assert line["rows"] > 0


async def test_where_nothing_is_found_it_is_done_at_once(
    context: Context, directory: FakeDirectory, known: Identities
) -> None:
    directory.exchanges = {}
    assert (await known.exchange("T1"), await is_exchanged(context)) == (True, True)


async def test_an_id_that_is_exchanged_twice_is_asked_about_under_each(
    directory: FakeDirectory, known: Identities, context: Context
) -> None:
    directory.exchanges = {"U1": "W1"}
    await known.exchange("T1")
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(replace(MARIA, user_id="U1"))  # a form that was open under the former id
    await known.exchange("T1")
    assert list(await people(context)) == ["W1"]
    directory.exchanges = {"U1": "X1"}
    await known.exchange("T1")
    assert await known.former("T1") == {"U1": "X1"}


async def test_what_is_kept_of_a_stranger_moves_too(context: Context, known: Identities) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U9"))
    await known.learn("T1", {"U9": "W9"})
    async with context.database.transaction("T1") as transaction:
        assert await transaction.teams.of_leader("U1") == [TeamMember("U1", "W9")]


@pytest.mark.parametrize("has_silent", [True, False])
async def test_a_stranger_may_be_one_who_had_themselves_deleted(
    context: Context,
    directory: FakeDirectory,
    known: Identities,
    monkeypatch: pytest.MonkeyPatch,
    has_silent: bool,
) -> None:
    directory.exchanges = {"U9": "W9"}
    await known.exchange("T1")
    asked, exchanged = [], directory.exchanged

    async def counted(workspace_id: str, user_ids: Sequence[str], *, back: bool = False) -> dict[str, str] | None:
        asked.append((list(user_ids), back))
        return await exchanged(workspace_id, user_ids, back=back)

    monkeypatch.setattr(directory, "exchanged", counted)
    if has_silent:
        async with context.database.transaction("T1") as transaction:
            await transaction.safeguards.put(SafeguardKind.SILENT, "U9", at=context.clock())
    await known.look_back(Who("T1", "W9"))
    assert ("U9" in await Identities(context).former("T1")) is has_silent
    assert asked == ([(["W9"], True)] if has_silent else []), "about everybody it was asked before"
    directory.exchanges = None
    await known.look_back(Who("T1", "W9"))


@pytest.mark.parametrize(
    ("code", "is_taken_for_new"),
    [
        ("missing_scope", True),
        ("ratelimited", False),
        ("internal_error", False),
        ("org_login_required", False),
        ("", False),
    ],
)
async def test_who_slack_does_not_name_now_is_no_stranger(
    directory: FakeDirectory, known: Identities, monkeypatch: pytest.MonkeyPatch, code: str, is_taken_for_new: bool
) -> None:
    async def away(*_ids: object, **_back: object) -> None:
        raise SlackApiError("no", {"error": code})  # type: ignore[no-untyped-call]  # the SDK leaves it untyped

    monkeypatch.setattr(directory, "exchanged", away)
    with nullcontext() if is_taken_for_new else pytest.raises(Problem, match="not_recognised"):
        await known.look_back(Who("T1", "W9"))
    assert await known.former("T1") == {}


@pytest.mark.parametrize(("before", "after"), [(None, False), (False, False), (True, True)])
async def test_about_everybody_is_asked_first_where_nobody_had_reason_to(
    context: Context, directory: FakeDirectory, known: Identities, before: bool | None, after: bool
) -> None:
    directory.exchanges = {"U1": "W1"}
    async with context.database.transaction("T1") as transaction:
        await transaction.identities.mark(exchanged=before)
    await known.look_first("T1")
    assert list(await people(context)) == (["W1"] if before is None else ["U1"])
    assert await is_exchanged(context) is after


async def test_where_slack_does_not_answer_about_everybody_it_is_due(
    context: Context, directory: FakeDirectory, known: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_ids: object, **_back: object) -> None:
        raise SlackApiError("no", {"error": "ratelimited"})  # type: ignore[no-untyped-call]  # as below

    monkeypatch.setattr(directory, "exchanged", away)
    await known.look_first("T1")
    async with context.database.transaction("T1") as transaction:
        assert (await transaction.workspaces.get()).ids_exchanged is False


@pytest.mark.parametrize("is_due", [True, False])
async def test_while_a_workspace_moves_that_slack_calls_no_part_yet_nobody_is_a_stranger(
    context: Context, directory: FakeDirectory, known: Identities, is_due: bool
) -> None:
    directory.exchanges = None
    async with context.database.transaction("T1") as transaction:
        await transaction.identities.mark(exchanged=False if is_due else None)
    with pytest.raises(Problem, match="not_recognised") if is_due else nullcontext():
        await known.look_back(Who("T1", "W9"))
