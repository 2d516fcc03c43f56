"""The installer is welcomed, even where Slack did not answer at first, or our token had just been replaced."""

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import Clock
from bot.domain.installations.installations import Installation
from bot.services.after_install import PATIENCE, AfterInstall
from bot.services.services import Services
from bot.storage.database import Database
from tests.fakes import FakeDirectory, MovableClock


def refusal(code: str, status: int = 200) -> SlackApiError:
    """Slack's error, as its client raises it."""
    response = AsyncSlackResponse(
        client=None,
        http_verb="GET",
        api_url="users.info",
        req_args={},
        data={"ok": False, "error": code},
        headers={},
        status_code=status,
    )
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]  # as it stands in the SDK


async def installed(database: Database, clock: Clock) -> Installation:
    """A workspace where Maria has just installed us."""
    installation = Installation("T1", clock(), "xoxb-1", name="Acme", installer_id="U1", settled=False)
    async with database.installations() as store:
        await store.save(installation)
    return installation


async def welcomes(database: Database) -> int:
    """How many welcomes are in Maria's outbox."""
    async with database.transaction("T1") as transaction:
        return len(await transaction.outbox.of("U1", ["welcome"], status=None))


async def is_settled(database: Database) -> bool:
    """Whether nothing is left to do after the installation."""
    async with database.installations() as store:
        stored = await store.get("T1")
    assert stored is not None
    return stored.settled


PASSING = [
    pytest.param(refusal("internal_error", 500), id="500"),
    pytest.param(refusal("ratelimited", 429), id="429 for longer than anybody waits"),
    pytest.param(refusal("token_revoked"), id="token replaced meanwhile"),
    pytest.param(refusal("team_added_to_org"), id="moving into an organisation"),
    pytest.param(refusal("a_new_word"), id="unknown word"),
    pytest.param(aiohttp.ClientConnectionError(), id="no connection"),
    pytest.param(TimeoutError(), id="no answer"),
]


@pytest.mark.parametrize("failing", PASSING)
async def test_an_installer_whom_slack_does_not_tell_of_now_is_welcomed_once_it_does(
    database: Database,
    services: Services,
    directory: FakeDirectory,
    clock: MovableClock,
    failing: Exception,
) -> None:
    directory.add("U1", "Maria")
    follow_up, installation = (
        AfterInstall(database, services.lifecycle, services.onboarding, clock),
        await installed(database, clock),
    )
    directory.failing = failing

    await follow_up(installation)

    assert (await welcomes(database), await is_settled(database)) == (0, False)
    directory.failing = None
    await follow_up(installation)
    await follow_up(installation)
    assert (await welcomes(database), await is_settled(database)) == (1, True)


@pytest.mark.parametrize(
    ("failing", "later"),
    [
        pytest.param(refusal("access_denied"), timedelta(0), id="a definite no"),
        pytest.param(refusal("token_revoked"), PATIENCE, id="what passes has not passed for an hour"),
    ],
)
async def test_nobody_is_looked_up_for_ever(
    database: Database,
    services: Services,
    directory: FakeDirectory,
    clock: MovableClock,
    failing: Exception,
    later: timedelta,
) -> None:
    installation = await installed(database, clock)
    directory.failing = failing
    clock.now += later

    await AfterInstall(database, services.lifecycle, services.onboarding, clock)(installation)

    assert await is_settled(database)
