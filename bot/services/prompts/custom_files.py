"""Exports an organisation's own content as files, and imports them: all of a file, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.computing import compute
from bot.domain.people.people import Person, Who
from bot.domain.prompts.custom_content import ContentScope, CustomEntry, CustomWords
from bot.domain.prompts.custom_files import FileFault, FileRow, as_csv, as_toml, read_content
from bot.errors import Problem
from bot.services.context import Context, new_id
from bot.services.prompts.custom_content import CustomContent, check_room, for_scope, team_of

MOST_BYTES = 400_000
NAME = "second-chair-content"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many entries were added, changed, or there already; all 0 if there are `faults`."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: tuple[FileFault, ...] = ()


class CustomFiles:
    """The own content of a workspace as files."""

    def __init__(self, context: Context, custom_content: CustomContent) -> None:
        self._context = context
        self._custom_content = custom_content

    async def export(self, who: Who, scope: ContentScope) -> list[Mapping[str, str]]:
        """A whole list, including retired entries, as CSV and as TOML. Raises Problem if they may not change it."""
        person = await self._custom_content.writer(who, scope)
        async with self._context.database.reading(who.workspace_id) as transaction:
            entries = await transaction.custom_content.of(team_of(person, scope))
        files = {f"{NAME}.csv": as_csv(entries), f"{NAME}.toml": as_toml(entries)}
        return [{"filename": name, "content": content} for name, content in files.items()]

    async def import_uploaded(self, who: Who, scope: ContentScope, file_id: str) -> ImportResult:
        """Import a file that was uploaded in a form. Raises Problem at the field "file" if it cannot be read."""
        await self._custom_content.writer(who, scope)
        uploaded = await self._context.directory.file(who.workspace_id, file_id, MOST_BYTES)
        if uploaded is None:
            raise Problem("custom.import.unreadable", "file", most=MOST_BYTES // 1000)
        name, data = uploaded
        return await self.import_data(who, scope, data, name)

    async def import_data(self, who: Who, scope: ContentScope, data: bytes, name: str = "") -> ImportResult:
        """Import the bytes of a file, in one transaction; nothing if it has a fault. An entry with a known id changes
        that entry; any other is added, unless an identical one is there.
        """
        person = await self._custom_content.writer(who, scope)
        themes = {theme.title.lower(): key for key, theme in self._context.words_for(person).themes.items()}
        themes |= {theme.title.lower(): key for key, theme in self._context.library.themes.items()}
        read = await compute(partial(read_content, data, name, themes, is_team=scope is ContentScope.TEAM))
        if read.faults:
            return ImportResult(faults=read.faults)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await transaction.custom_content.of(team_of(person, scope))
            plan = _Plan(person, scope, before, self._context.clock())
            for row in read.rows:
                plan.take(row)
            in_use = {entry.id for entry in before if entry.retired_at is None}
            more = sum((entry.retired_at is None) - (entry.id in in_use) for entry in plan.kept.values())
            await check_room(transaction, person, scope, more, new=plan.added)
            await transaction.custom_content.save_all(plan.kept.values())
        return ImportResult(plan.added, plan.changed, plan.same)


class _Plan:
    """What an import does to a list, row by row."""

    def __init__(self, person: Person, scope: ContentScope, before: Sequence[CustomEntry], now: datetime) -> None:
        self._person = person
        self._scope = scope
        self._by_id = {entry.id: entry for entry in before}
        self._by_words: dict[tuple[CustomWords, bool], str] = {
            (entry.words, entry.retired_at is not None): entry.id for entry in before
        }
        self._now = now
        self.kept: dict[str, CustomEntry] = {}
        self.added = self.changed = self.same = 0

    def take(self, row: FileRow) -> None:
        """Add, change or leave one entry."""
        words = for_scope(row.words, self._scope)
        before = self._by_id.get(row.entry_id)
        retired_at = (before and before.retired_at) or self._now if row.retired else None
        if before is None and (words, row.retired) in self._by_words:
            self.same += 1
        elif before is None:
            entry = CustomEntry(
                new_id(), self._person.user_id, team_of(self._person, self._scope), words, self._now, retired_at
            )
            self.added += 1
            self._keep(entry, retired=row.retired)
        elif (before.words, before.retired_at) == (words, retired_at):
            self.same += 1
        else:
            self.changed += 1
            self._keep(replace(before, words=words, retired_at=retired_at), retired=row.retired)

    def _keep(self, entry: CustomEntry, *, retired: bool) -> None:
        self.kept[entry.id] = self._by_id[entry.id] = entry
        self._by_words[entry.words, retired] = entry.id
