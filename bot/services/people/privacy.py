"""What somebody may always do: export everything held about them, and have it deleted."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import log
from bot.computing import compute
from bot.domain.people.people import Membership, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.selfchecks.in_words import in_words
from bot.services.context import Context
from bot.services.people.removals import plan_removals
from bot.storage.transaction import Transaction
from content.models import Library

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Export:
    """Everything held about a person: `data` is JSON, `readable` the same for people. Its repr is safe to log. `held`
    is the number of rows by table.
    """

    data: str
    readable: str
    held: Mapping[str, int]

    def __repr__(self) -> str:
        return f"Export({len(self.data)} characters)"


class Privacy:
    """Nobody is refused here, not even guests or people who stopped: it is about their own data."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._one_at_a_time = asyncio.Lock()

    async def export(self, who: Who) -> Export:
        """A copy of everything held about this person. Only one is made at a time: it reads for long, and others read
        too.
        """
        async with self._one_at_a_time:
            return await self._export(who)

    async def _export(self, who: Who) -> Export:
        async with self._context.database.reading(who.workspace_id) as transaction:
            person, rows = await transaction.people.get(who.user_id), await transaction.export.rows_of(who.user_id)
        held = await compute(transaction.export.opened, rows)
        async with self._context.database.reading(who.workspace_id) as transaction:
            own = await transaction.custom_content.some(_named(held))
        library = self._context.words_for(person) if person is not None else self._context.library
        asked = {entry_id: entry.words.text for entry_id, entry in own.items()}
        # Years of data take a while to write, and nobody else should wait for it.
        return await compute(_written, library, who, held, asked, self._context.clock())

    async def named(self, who: Who) -> int:
        """How many answers of others list this person, even if nothing else is held about them."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await transaction.export.named(who.user_id)

    async def forget(self, who: Who) -> dict[str, int]:
        """Delete everything held about this person; returns the number of rows by table. A second call finds
        nothing.
        """
        async with self._context.database.transaction(who.workspace_id) as transaction:
            gone = await erase(transaction, who.user_id, self._context.clock())
        await self._context.database.empty_log()
        logger.info("person_deleted", workspace=who.workspace_id, rows=gone)
        return gone


async def erase(transaction: Transaction, user_id: str, now: datetime) -> dict[str, int]:
    """Delete the rows of a person, and plan what to remove from Slack; returns the number of rows deleted by table."""
    await _keep_promises(transaction, user_id, now)
    await plan_removals(transaction, user_id, now)
    return await transaction.erasure.of_person(user_id)


async def _keep_promises(transaction: Transaction, user_id: str, now: datetime) -> None:
    """A no to a team stays a no if either of the two is deleted, and nothing more is sent to the deleted person."""
    members = [*await transaction.teams.of_leader(user_id), *await transaction.teams.of_salesperson(user_id)]
    for member in members:
        if member.membership is Membership.DECLINED:
            pair = (member.leader_id, member.salesperson_id)
            await transaction.safeguards.put(SafeguardKind.DECLINED, *pair, at=now)
    await transaction.safeguards.put(SafeguardKind.SILENT, user_id, at=now)
    if user_id in (await transaction.identities.all()).values():
        await transaction.safeguards.keep_under(user_id, await transaction.identities.known())


def _written(
    library: Library, who: Who, held: dict[str, list[dict[str, Any]]], own: Mapping[str, str], now: datetime
) -> Export:
    """The export; `own` are the organisation's own prompts and questions, by their ids."""
    _say_in_words(library, held)
    _say_what_was_asked(library, held, own)
    whole = {"workspace": who.workspace_id, "person": who.user_id, "made_at": now, "held": held}
    counts = {table: len(rows) for table, rows in held.items()}
    return Export(json.dumps(whole, default=_plain, indent=2, ensure_ascii=False), _readable(library, held), counts)


def _say_in_words(library: Library, held: Mapping[str, list[dict[str, Any]]]) -> None:
    """Add to each self-check what was asked and answered in words, beside the stored numbers."""
    asked = {
        "selfchecks": ({item.id: item.text for item in library.items.values()}, library.shares),
        "twin_answers": ({item.id: item.feedback for item in library.items.values()}, library.seen),
        "skillchecks": (
            {question.key: question.text for question in library.questions.values()},
            library.questions["skillcheck.answer"].choices,
        ),
    }
    for table in asked.keys() & held.keys():
        for row in held[table]:
            row["answers_in_words"] = in_words(library, row["answers"], *asked[table])


ASKED = {"practices": "prompt_id", "own_answers": "question_id"}  # the column that names a prompt or a question


def _named(held: Mapping[str, list[dict[str, Any]]]) -> set[str]:
    return {str(row[column]) for table, column in ASKED.items() for row in held.get(table, [])}


def _say_what_was_asked(library: Library, held: Mapping[str, list[dict[str, Any]]], own: Mapping[str, str]) -> None:
    """Add to each answer the prompt or question that it answers, even one that is retired."""
    for table, column in ASKED.items():
        for row in held.get(table, []):
            ours = library.prompt(row[column])
            row["asked"] = ours.action if ours is not None else own.get(row[column], "")


def _readable(library: Library, held: dict[str, list[dict[str, Any]]]) -> str:
    say = library.say
    lines = [say("privacy.export.title"), "", say("privacy.export.about")]
    for table, rows in held.items():
        lines += ["", f"{say(f'privacy.export.held.{table}')} ({len(rows)})"]
        for row in rows:
            facts = [
                f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in row.items() if _matters(name, value)
            ]
            lines += ["- " + "; ".join(facts)]
    return "\n".join(lines) + "\n"


def _matters(name: str, value: Any) -> bool:
    return name not in {"workspace_id", "version"} and (bool(value) or value == 0)


def _shown(value: Any) -> str:
    """Text as it is, everything else as in the JSON file, but without quotes around times."""
    return str(value) if isinstance(value, str) else json.dumps(value, default=_plain, ensure_ascii=False).strip('"')


def _plain(value: Any) -> Any:
    """A value of a type that JSON does not know, in a form that it can hold."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return value.total_seconds() if isinstance(value, timedelta) else asdict(value)
