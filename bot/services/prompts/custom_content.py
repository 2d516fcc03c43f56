"""An organisation's own prompts and check-in questions: an admin's for everybody, a leader's for their own team."""

from dataclasses import replace

from bot.domain.aggregates import AggregateKind, is_shown
from bot.domain.content_mode import ContentMode
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission, may
from bot.domain.prompts.custom_choice import counts_of
from bot.domain.prompts.custom_content import (
    CHANGED,
    KEPT_FOR_ONE,
    MOST,
    MOST_OF_LEADER,
    PAGE,
    ContentKind,
    ContentScope,
    CustomEntry,
    CustomEntryFacts,
    CustomPage,
    CustomWords,
    clean,
    faults,
)
from bot.domain.visibility import FOR_ADMIN
from bot.errors import Problem, Problems
from bot.services.context import Context, new_id
from bot.services.people.people import People
from bot.storage.transaction import Transaction
from content.models import Audience

PERMISSIONS = {
    ContentScope.ORGANISATION: Permission.WRITE_CONTENT,
    ContentScope.TEAM: Permission.WRITE_FOR_TEAM,
}


class CustomContent:
    """The lists of own content that somebody may change."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def scope_of(self, who: Who, wanted: ContentScope | None = None) -> ContentScope:
        """The list to open: the one that was asked for, else an admin's, else that of a team. Raises Problem for a
        guest.
        """
        person = await self._people.permitted(who, Permission.PRACTISE)
        if wanted is not None:
            return wanted
        return ContentScope.ORGANISATION if person.is_admin else ContentScope.TEAM

    async def page(self, who: Who, scope: ContentScope, page: int = 0) -> CustomPage:
        """A page of a list, the newest first; past the end, the last one. Raises Problem for others."""
        person = await self.writer(who, scope)
        async with self._context.database.reading(who.workspace_id) as transaction:
            entries = await transaction.custom_content.of(team_of(person, scope))
            mode = (await transaction.workspaces.get()).content_mode
        pages, on = max(1, -(-len(entries) // PAGE)), self._context.today(person)
        page = min(max(page, 0), pages - 1)
        return CustomPage(
            scope,
            tuple(entries[page * PAGE : (page + 1) * PAGE]),
            page,
            pages,
            sum(entry.retired_at is None for entry in entries),
            most=most_of(scope),
            on=on,
            mode=mode,
            counts=counts_of(entries, on),
            leads=may(person, Permission.WRITE_FOR_TEAM),
            administers=may(person, Permission.WRITE_CONTENT),
        )

    async def entry(self, who: Who, entry_id: str) -> CustomEntryFacts:
        """One entry. Raises Problem if there is none, and for somebody who may not change it."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            entry = await _current(transaction, entry_id)
            counted = await transaction.aggregates.get(AggregateKind.CUSTOM_QUESTION, entry_id)
        person = await self.writer(who, entry.scope)
        if entry.team_of and entry.team_of != who.user_id:
            raise Problem("permissions.not_yours")
        facts = CustomEntryFacts(entry, self._context.today(person))
        if counted is None or not is_shown(counted, FOR_ADMIN):
            return facts
        return replace(facts, people=counted.size, counts=counted.counts)

    async def save(
        self, who: Who, scope: ContentScope, words: CustomWords, entry_id: str = "", *, was: str | None = None
    ) -> CustomEntryFacts:
        """Add an entry, or change the one with that id, which stays the same entry for people who already had it; `was`
        is the version that the person read before. Raises Problems at the fields, and Problem if there are too many, or
        CHANGED if somebody else's words are there by now.
        """
        person = await self.writer(who, scope)
        words = for_scope(clean(words), scope)
        if problems := faults(words):
            raise Problems(*problems)
        before = await self.entry(who, entry_id) if entry_id else None
        async with self._context.database.transaction(who.workspace_id) as transaction:
            if entry_id:
                current = await _current(transaction, entry_id)
                if was not in {None, current.words.version} and current.words != words:
                    raise Problem(CHANGED)
                entry = replace(current, words=words)
            else:
                await check_room(transaction, person, scope, 1, new=1)
                entry = CustomEntry(new_id(), who.user_id, team_of(person, scope), words, made_at=self._context.clock())
            await transaction.custom_content.save(entry)
        return replace(before, entry=entry) if before else CustomEntryFacts(entry, self._context.today(person))

    async def retire(self, who: Who, entry_id: str, *, again: bool = False) -> CustomEntryFacts:
        """Stop sending it, or start `again`. Answers stay, and stay readable."""
        facts = await self.entry(who, entry_id)
        person = await self.writer(who, facts.entry.scope)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await _current(transaction, entry_id)
            if again and before.retired_at is not None:
                await check_room(transaction, person, before.scope, 1)
            entry = replace(before, retired_at=None if again else self._context.clock())
            await transaction.custom_content.save(entry)
        return replace(facts, entry=entry)

    async def set_mode(self, who: Who, mode: ContentMode) -> CustomPage:
        """Choose how own prompts mix with ours. Raises Problem for somebody who is not an admin."""
        await self.writer(who, ContentScope.ORGANISATION)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            workspace = await transaction.workspaces.get()
            await transaction.workspaces.save(replace(workspace, content_mode=mode))
        return await self.page(who, ContentScope.ORGANISATION)

    async def writer(self, who: Who, scope: ContentScope) -> Person:
        """The person, if they may change that list. Raises Problem otherwise."""
        return await self._people.permitted(who, PERMISSIONS[scope])


async def _current(transaction: Transaction, entry_id: str) -> CustomEntry:
    """The entry as this transaction sees it. Raises Problem if there is none."""
    entry = await transaction.custom_content.get(entry_id)
    if entry is None:
        raise Problem("errors.stale")
    return entry


def team_of(person: Person, scope: ContentScope) -> str:
    """Whose team the entries of a person's list are for; "" is the organisation."""
    return person.user_id if scope is ContentScope.TEAM else ""


def most_of(scope: ContentScope) -> int:
    """How many entries of a list may be in use."""
    return MOST_OF_LEADER if scope is ContentScope.TEAM else MOST


def for_scope(words: CustomWords, scope: ContentScope) -> CustomWords:
    """The words as that list can hold them: a team's entries are all prompts for its salespeople."""
    audience: Audience = "salesperson"
    is_team = scope is ContentScope.TEAM
    return replace(words, kind=ContentKind.PROMPT, audience=audience, choices=()) if is_team else words


async def check_room(transaction: Transaction, person: Person, scope: ContentScope, more: int, *, new: int = 0) -> None:
    """Raises Problem if a list has no room for `more` entries in use, or for `new` ones, in use or retired."""
    in_use, kept = await transaction.custom_content.count(team_of(person, scope))
    if more > 0 and in_use + more > most_of(scope):
        raise Problem("custom.problems.too_many", "text", most=most_of(scope))
    most_kept = KEPT_FOR_ONE * most_of(scope)
    if new > 0 and kept + new > most_kept:
        raise Problem("custom.problems.too_full", "text", most=most_kept)
