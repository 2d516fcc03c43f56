"""A person's calendar and an admin's numbers, asked for in Slack and read by other tools."""

import csv
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
import vobject
from icalendar import Calendar

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.integrations.access_keys import AccessKey, AccessKeyKind, digest_of
from bot.playground.clock import MONDAY
from bot.web.integrations import FROM_ONE_ADDRESS, TIMES
from tests.benchmarks.servers import free_port
from tests.office import Office, QuickArtist

API = (r"http://\S+/numbers(?=,)", r"T\w+\.[\w-]{43}")  # the address, and the secret
CALL = datetime(2026, 10, 20, 13, tzinfo=UTC)  # 15:00 in Berlin


@pytest.fixture
async def open_office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office that other tools can reach, where Maria, an admin, has planned a call with Tom."""
    async with Office(tmp_path, start=MONDAY, artist=QuickArtist(), port=free_port()) as office:
        await office.starts("maria", leader=True)
        await office.starts("tom")
        maria = await office.person("maria")
        async with office.bot.database.transaction(office.workspace.id) as transaction:
            await transaction.people.save(replace(maria, is_admin=True))
        office.slack.change_user(office.workspace, office.who("maria").user_id, is_admin=True)
        await office.as_("maria").command("/ridealong", "@tom Acme & Sons; GmbH tomorrow 15:00")
        await office.as_("maria").submit()
        yield office
        assert office.slack.refusals == ()


async def read(url: str, secret: str = "") -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, await answer.text()


async def statuses(*urls: str) -> list[int]:
    """The status that each of many addresses answers, over one connection."""
    answered = []
    async with aiohttp.ClientSession() as session:
        for url in urls:
            async with session.get(url) as answer:
                answered.append(answer.status)
    return answered


def told(office: Office, handle: str, pattern: str) -> str:
    """The part of the last private answer to somebody that matches a pattern."""
    match = re.search(pattern, office.as_(handle).ephemerals()[-1].text)
    assert match, office.as_(handle).ephemerals()[-1].text
    return match[0]


async def test_three_libraries_read_ones_own_calendar(open_office: Office) -> None:
    from ical.calendar_stream import IcsCalendarStream  # noqa: PLC0415 - it takes half a second, in every process

    await open_office.as_("tom").command("/ridealong", "subscribe")
    address = told(open_office, "tom", r"http://\S+\.ics")
    status, text = await read(address)
    assert status == 200
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == CALL
    (entry,) = IcsCalendarStream.calendar_from_ics(text).events
    assert (entry.start, entry.summary) == (CALL, "Ride-along: Acme & Sons; GmbH with maria")
    other = vobject.readOne(text).vevent
    assert (other.dtstart.value, other.status.value, other.sequence.value) == (CALL, "TENTATIVE", "0")


async def test_an_address_ends_when_another_is_made_or_it_is_ended(open_office: Office) -> None:
    tom, addresses = open_office.as_("tom"), []
    for _ in range(2):
        await tom.command("/ridealong", "subscribe")
        addresses.append(told(open_office, "tom", r"http://\S+\.ics"))
    assert [(await read(address))[0] for address in addresses] == [404, 200]
    await tom.command("/ridealong", "subscribe off")
    assert (await read(addresses[1]))[0] == 404
    await tom.command("/ridealong", "subscribe off")
    assert "You have no such address" in tom.ephemerals()[-1].text


@pytest.mark.parametrize("typed", ["stauts", "of", "help"])
async def test_a_word_that_is_not_off_ends_nothing(open_office: Office, typed: str) -> None:
    """It made a new secret, and so ended the one that a calendar or a program uses."""
    tom, admin = open_office.as_("tom"), open_office.as_("nora")
    await tom.command("/ridealong", "subscribe")
    address = told(open_office, "tom", r"http://\S+\.ics")
    await admin.command("/secondchair", "api")
    secret = told(open_office, "nora", r"(?<=`)\w+\.[\w-]+(?=`)")
    await tom.command("/ridealong", f"subscribe {typed}")
    await admin.command("/secondchair", f"api {typed}")
    assert f"“{typed}”" in tom.ephemerals()[-1].text
    assert "`/ridealong subscribe off` ends it" in tom.ephemerals()[-1].text
    assert "`/secondchair api off` ends it" in admin.ephemerals()[-1].text
    assert (await read(address))[0] == 200
    assert (await read(f"{open_office.bot.settings.public_url}/api/v1/numbers", secret))[0] == 200


async def test_a_secret_of_before_that_names_no_workspace_still_opens(open_office: Office) -> None:
    who = open_office.who("tom")
    former = AccessKey(who.user_id, AccessKeyKind.CALENDAR, digest_of("made-before-0032"), open_office.now)
    async with open_office.bot.database.transaction(open_office.workspace.id) as transaction:
        await transaction.access_keys.save(former)
    site = open_office.bot.settings.public_url
    named = [("", 200), ("nobody-has-it", 404), (f"{open_office.workspace.id}.made-before-0032", 404), ("%00.x", 404)]
    for secret, status in named:
        assert (await read(f"{site}/calendar/{secret or 'made-before-0032'}.ics"))[0] == status


async def test_a_secret_opens_nothing_in_another_workspace(open_office: Office) -> None:
    await open_office.as_("tom").command("/ridealong", "subscribe")
    address = told(open_office, "tom", r"http://\S+\.ics")
    assert (await read(address.replace(f"/{open_office.workspace.id}.", "/TOTHER.")))[0] == 404
    assert (await read(address))[0] == 200


async def test_a_confirmed_and_a_cancelled_call_are_newer_than_before(open_office: Office) -> None:
    tom = open_office.as_("tom")
    await tom.command("/ridealong", "subscribe")
    address = told(open_office, "tom", r"http://\S+\.ics")
    seen = []
    for label in ("Confirm", "Cancel"):
        await tom.press(label)
        other = vobject.readOne((await read(address))[1]).vevent
        seen.append((other.status.value, int(other.sequence.value)))
    assert [status for status, _ in seen] == ["CONFIRMED", "CANCELLED"]
    assert 0 < seen[0][1] < seen[1][1]


async def test_the_invitation_has_a_file_for_the_calendar(open_office: Office) -> None:
    await open_office.as_("tom").press("Add to calendar")
    (content,) = open_office.slack.state.files.contents()
    (event,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    assert event.decoded("dtstart") == CALL
    assert "in our direct messages" in open_office.as_("tom").ephemerals()[-1].text


async def counted(office: Office, size: int, week: str = "2026-10-12") -> None:
    """A week as it was shown, about so many people."""
    people = frozenset(f"U{number}" for number in range(size))
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        await transaction.aggregates.keep(
            Aggregate(AggregateKind.WEEK, week, office.now, size, {"both": size - 2, "led": 2}, people=people)
        )


async def test_an_admins_program_reads_numbers_of_five_and_more(open_office: Office) -> None:
    from openapi_spec_validator import validate  # noqa: PLC0415 - as above

    await counted(open_office, 4, "2026-10-05")
    await counted(open_office, 5)
    await open_office.as_("maria").command("/secondchair", "api")
    address, secret = (told(open_office, "maria", pattern) for pattern in API)
    status, text = await read(address, secret)
    numbers = json.loads(text)
    assert status == 200
    assert numbers["weeks"] == [{"which": "2026-10-12", "people": 5, "answers": {"both": 3, "led": 2}}]
    assert "maria" not in text.lower()
    lines = list(csv.reader((await read(f"{address}.csv", secret))[1].splitlines()))
    assert lines[1:3] == [["week", "2026-10-12", "5", "both", "3"], ["week", "2026-10-12", "5", "led", "2"]]
    document = json.loads((await read(address.replace("v1/numbers", "openapi.json")))[1])
    validate(document)
    assert set(document["components"]["schemas"]["Numbers"]["properties"]) == set(numbers)
    assert "GET /api/v1/numbers" in (await read(address.replace("/v1/numbers", "")))[1]


async def test_the_access_ends_with_being_an_admin(open_office: Office) -> None:
    await open_office.as_("maria").command("/secondchair", "api")
    address, secret = (told(open_office, "maria", pattern) for pattern in API)
    assert [(await read(address, given))[0] for given in ("", "x", secret)] == [401, 401, 200]
    maria = await open_office.person("maria")
    async with open_office.bot.database.transaction(open_office.workspace.id) as transaction:
        await transaction.people.save(replace(maria, is_admin=False))
    assert (await read(address, secret))[0] == 401


@pytest.mark.parametrize("command", ["api", "numbers", "webhook", "webhook https://example.com/x"])
async def test_somebody_who_is_no_admin_gets_none_of_it(open_office: Office, command: str) -> None:
    await open_office.as_("tom").command("/secondchair", command)
    assert "Admins of this workspace can do this" in open_office.as_("tom").ephemerals()[-1].text


async def test_who_asks_all_the_time_holds_up_nobody_at_the_same_address(open_office: Office) -> None:
    for handle in ("maria", "tom"):
        await open_office.as_(handle).command("/ridealong", "subscribe")
    maria, tom = (told(open_office, handle, r"http://\S+\.ics") for handle in ("maria", "tom"))
    assert await statuses(*[maria] * (TIMES + 1)) == [200] * TIMES + [429]
    wrong = [maria.replace(".ics", f"{number}.ics") for number in range(FROM_ONE_ADDRESS - TIMES - 1)]
    assert set(await statuses(*wrong)) == {404}
    assert await statuses(tom, tom) == [200, 429]


async def test_an_admin_gets_the_numbers_as_a_file(open_office: Office) -> None:
    await counted(open_office, 5)
    await open_office.as_("maria").command("/secondchair", "numbers")
    (content,) = open_office.slack.state.files.contents()
    assert b"week,2026-10-12,5,both,3" in content


async def test_an_admin_sets_a_webhook_up_and_sees_how_it_goes(open_office: Office) -> None:
    maria = open_office.as_("maria")
    await maria.command("/secondchair", "webhook")
    assert "There is no webhook" in maria.ephemerals()[-1].text
    await maria.command("/secondchair", "webhook https://hooks.example.com/events")
    assert "whsec_" in maria.ephemerals()[-1].text
    await maria.command("/secondchair", "webhook")
    assert "Events go to hooks.example.com" in maria.ephemerals()[-1].text
    assert "whsec_" not in maria.ephemerals()[-1].text
    await open_office.as_("nora").command("/secondchair", "webhook keep")
    assert "Events go to hooks.example.com" in open_office.as_("nora").ephemerals()[-1].text
    await maria.command("/secondchair", "webhook off")
    assert "Nothing is sent there any more" in maria.ephemerals()[-1].text


async def test_without_an_address_of_ours_nothing_is_opened(office: Office) -> None:
    await office.starts("tom")
    await office.as_("tom").command("/ridealong", "subscribe")
    assert "sets PUBLIC_URL" in office.as_("tom").ephemerals()[-1].text


async def test_an_admin_reads_that_the_webhook_of_a_former_admin_has_stopped(open_office: Office) -> None:
    await open_office.as_("maria").command("/secondchair", "webhook https://hooks.example.com/events")
    open_office.slack.change_user(open_office.workspace, open_office.who("maria").user_id, is_admin=False)
    await open_office.settle()
    nora = open_office.as_("nora")
    await nora.open_home()
    assert "The webhook has stopped" in str(nora.home and nora.home.blocks)
    await nora.command("/secondchair", "webhook")
    assert "Nothing is sent to hooks.example.com" in nora.ephemerals()[-1].text
    await nora.command("/secondchair", "webhook keep")
    assert "Events go to hooks.example.com" in nora.ephemerals()[-1].text
