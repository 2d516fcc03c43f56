"""Asks Slack who has Do Not Disturb on, and until when. Nobody waits long for the answer; without it, nobody has."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import log
from bot.domain.people.people import Person
from bot.slack.clients import Clients
from bot.slack.codes import reason_of

AT_ONCE = 50  # people that `dnd.teamInfo` covers in one answer: https://docs.slack.dev/reference/methods/dnd.teamInfo
FRESH = timedelta(minutes=1)
PATIENCE = 2.0  # real seconds that messages wait for the answer
TROUBLE_PAUSE = 60.0  # real seconds for which a workspace that gave no answer is not asked again
MOST_KNOWN = 10_000

logger = log.get(__name__)
Window = tuple[datetime, datetime]  # from and until when, aware UTC


class DoNotDisturb:
    """Who is not to be disturbed, by workspace; Slack's answer is good for a minute."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: dict[tuple[str, str], tuple[datetime, Window | None]] = {}
        self._silent_until: dict[str, float] = {}  # workspaces that gave no answer, by the loop's time

    async def windows(self, workspace_id: str, people: Sequence[Person], now: datetime) -> Mapping[str, Window]:
        """The next Do Not Disturb window of each of these people who has one, by user id; `now` is aware UTC.

        If Slack does not say, because the scope `dnd:read` is missing or the answer takes too long, nobody has one.
        """
        known = {person.user_id: self._fresh(person, now) for person in people}
        unknown = [person for person in people if known[person.user_id] is None]
        if unknown and asyncio.get_running_loop().time() >= self._silent_until.get(workspace_id, 0.0):
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._ask(workspace_id, unknown, now)
            except Exception as error:  # noqa: BLE001 - working hours apply without it
                logger.info("do_not_disturb_not_known", workspace=workspace_id, why=reason_of(error))
                self._silent_until[workspace_id] = asyncio.get_running_loop().time() + TROUBLE_PAUSE
        answers = {person.user_id: self._fresh(person, now) for person in people}
        return {user_id: answer[1] for user_id, answer in answers.items() if answer is not None and answer[1]}

    def _fresh(self, person: Person, now: datetime) -> tuple[datetime, Window | None] | None:
        answer = self._known.get((person.workspace_id, person.user_id))
        return answer if answer is not None and abs(now - answer[0]) < FRESH else None

    async def _ask(self, workspace_id: str, people: Sequence[Person], now: datetime) -> None:
        client = await self._clients.of(workspace_id)
        if len(self._known) > MOST_KNOWN:
            self._known = {key: answer for key, answer in self._known.items() if abs(now - answer[0]) < FRESH}
        for team_id, some in _by_team(workspace_id, people):
            team = {"team_id": team_id} if team_id else {}
            if len(some) == 1:  # the other method insists on several people
                answers: dict[str, Any] = {some[0]: (await client.dnd_info(user=some[0], **team)).data}
            else:
                answers = (await client.dnd_teamInfo(users=list(some), **team)).get("users") or {}
            for user_id in some:
                self._known[workspace_id, user_id] = now, _window(answers.get(user_id) or {})


def _by_team(workspace_id: str, people: Sequence[Person]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """User ids to ask for together, by team. An organisation's token needs their team; elsewhere it is ""."""
    by_team: dict[str, list[str]] = defaultdict(list)
    for person in people:
        by_team[person.teams[0] if person.teams and workspace_id not in person.teams else ""].append(person.user_id)
    for team_id, user_ids in by_team.items():
        for start in range(0, len(user_ids), AT_ONCE):
            yield team_id, tuple(user_ids[start : start + AT_ONCE])


def _window(status: Mapping[str, Any]) -> Window | None:
    """The window in Slack's answer about one person; a start and an end in the past mean that they have no schedule."""
    start, end = status.get("next_dnd_start_ts") or 0, status.get("next_dnd_end_ts") or 0
    if not status.get("dnd_enabled") or end <= start:
        return None
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
