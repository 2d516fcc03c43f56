"""What prompts need is loaded for a whole batch at once, and is the same as when loaded one by one."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import event

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.checkins.commitments import Commitment, checkin_source
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, PersonStatus
from bot.domain.prompts.answers import Practice, PromptReply
from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.domain.time.schedule import WEEK, week_of
from bot.nudges import CHECKIN
from bot.nudges import CHECKIN_REMINDER as REMINDER
from bot.services.facts import load_facts
from bot.storage.database import Database
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import NOON, TODAY

DAYS = 8  # with prompts, before today


async def lives(database: Database, library: Library, number: int) -> list[Delivery]:
    """People who differ in what they got, answered, declined and scored. Returns what each is due today."""
    prompts = list(library.prompts)
    async with database.transaction("T1") as transaction:
        for each in range(number):
            again = NOON - timedelta(days=3) if each % 5 == 0 else None
            person = Person("T1", f"U{each}", status=PersonStatus.ACTIVE, is_leader=each % 2 == 0, daily_again_at=again)
            await transaction.people.save(person)
            for day in range(1, each % DAYS + 1):
                sent = _prompt(each, day, content_id=prompts[(each + day) % len(prompts)], status=DeliveryStatus.SENT)
                await transaction.outbox.add(sent)
                if (each + day) % 4 == 0:
                    reply = PromptReply.NOT_FOR_ME if each % 3 else PromptReply.DONE
                    answer = Practice(person.user_id, sent.id, sent.content_id, sent.on, reply, at=NOON)
                    await transaction.answers.save(answer)
            if each % 3 == 0:
                answers = dict.fromkeys(library.items, each % 4)
                await transaction.selfchecks.save(SelfCheck(f"s{each}", person.user_id, TODAY, NOON, answers))
    return [_prompt(each, 0) for each in range(number)]


def _prompt(each: int, day: int, content_id: str = "", status: DeliveryStatus = DeliveryStatus.SENDING) -> Delivery:
    ago = timedelta(days=day)
    sent_at = NOON - ago if status is DeliveryStatus.SENT else None
    made = Delivery(f"d{each}-{day}", "T1", f"U{each}", "prompt_person", "", on=TODAY - ago, due_at=NOON - ago)
    return replace(made, status=status, content_id=content_id, sent_at=sent_at)


async def statements(database: Database, library: Library, batch: list[Delivery]) -> int:
    """How many statements it takes to load what a batch needs."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    async with database.transaction("T1") as transaction:
        await load_facts(transaction, Libraries(only=library), batch, NOON)
    event.remove(database.engine.sync_engine, "before_cursor_execute", count)
    return len(asked)


async def test_two_hundred_prompts_ask_no_more_often_than_two(database: Database, library: Library) -> None:
    batch = await lives(database, library, 200)
    few, many = await statements(database, library, batch[:2]), await statements(database, library, batch)
    assert many == few <= 22


def _checkins(batch: list[Delivery]) -> list[Delivery]:
    """A check-in and its reminder for each recipient in `batch`."""
    asks = [replace(one, id=f"{one.recipient}-{nudge}", nudge=nudge) for one in batch for nudge in (CHECKIN, REMINDER)]
    return [replace(one, on=TODAY + timedelta(days=one.nudge == REMINDER)) for one in asks]


async def friday(database: Database, number: int) -> list[Delivery]:
    """People who differ in what they answered, committed to, were asked and marked as a pressure week."""
    week = week_of(TODAY)
    async with database.transaction("T1") as transaction:
        for each in range(number):
            person = Person("T1", f"U{each}", status=PersonStatus.ACTIVE, is_leader=True, checkin_day=TODAY.weekday())
            await transaction.people.save(person)
            for weeks in range(each % 4):
                await transaction.checkins.save(CheckIn(person.user_id, week - WEEK * weeks, CheckInAnswer.LED, NOON))
            if each % 3 == 0:
                source = checkin_source(week - WEEK * (each % 2))
                step = Commitment(f"c{each}", person.user_id, source, "When a rep calls", "I ask first", made_on=TODAY)
                await transaction.commitments.save(step)
            for nudge in (CHECKIN, REMINDER)[: each % 3]:
                sent = Delivery(
                    f"s{each}-{nudge}",
                    "T1",
                    person.user_id,
                    nudge,
                    "x",
                    on=TODAY,
                    due_at=NOON,
                    status=DeliveryStatus.SENT,
                )
                await transaction.outbox.add(sent)
            if each % 5 == 0:
                await transaction.pressure.mark(person.user_id, week, is_pressure=True)
    return _checkins([_prompt(each, 0) for each in range(number)])


async def test_a_friday_of_check_ins_asks_no_more_often_than_one(database: Database, library: Library) -> None:
    batch = await friday(database, 100)
    few, many = await statements(database, library, batch[:2]), await statements(database, library, batch)
    assert many == few <= 12


async def test_a_batch_of_check_ins_knows_what_each_alone_would(database: Database, library: Library) -> None:
    batch = await friday(database, 31)
    async with database.transaction("T1") as transaction:
        together = await load_facts(transaction, Libraries(only=library), batch, NOON)
        alone = {one.id: (await load_facts(transaction, Libraries(only=library), [one], NOON))[one.id] for one in batch}
    assert together == alone
    known = [facts.payload for facts in together.values() if facts.payload]
    assert {checkin.was_reminded for checkin in known} == {False, True}
    assert len({(checkin.checkin is None, checkin.commitment is None, checkin.pressure) for checkin in known}) == 8


async def test_a_batch_knows_what_each_alone_would(database: Database, library: Library) -> None:
    batch = await lives(database, library, 40)
    again = [
        replace(_prompt(each, 0), id=f"again{each}", nudge="prompt_later", subject=f"d{each}-{day}")
        for each, day in ((9, 1), (11, 1), (12, 7))
    ]
    async with database.transaction("T1") as transaction:
        together = await load_facts(transaction, Libraries(only=library), [*batch, *again], NOON)
        alone = {
            one.id: (await load_facts(transaction, Libraries(only=library), [one], NOON))[one.id]
            for one in [*batch, *again]
        }
    assert together == alone
    assert len({due.ignored for facts in together.values() if (due := facts.payload)}) > 3
    assert {due.answered for facts in together.values() if (due := facts.payload)} == {False, True}
