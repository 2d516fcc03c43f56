"""Years of check-ins are read as dates; only the latest are read in full."""

from datetime import UTC, date, datetime

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer, PastCheckIns
from bot.domain.checkins.insight_facts import AnsweredWeek
from bot.domain.time.localtime import WEEK
from bot.storage.database import Database
from tests.statements import statements

AT = datetime(2021, 11, 5, 14, tzinfo=UTC)
FIRST = date(2021, 11, 1)
WEEKS = [FIRST + WEEK * number for number in range(4)]
OWN = [
    CheckIn("U1", week, CheckInAnswer.LED, AT, people)
    for week, people in zip(WEEKS, [("U2", "U3"), (), ("U3",), ("U2",)], strict=True)
]


async def test_the_weeks_are_known_and_the_latest_in_full(database: Database) -> None:
    async with database.transaction("T2") as transaction:
        await transaction.checkins.save(CheckIn("U1", FIRST - WEEK, CheckInAnswer.BOTH, AT, ("U9",)))
    async with database.transaction("T1") as transaction:
        for checkin in [*OWN, CheckIn("U2", FIRST, CheckInAnswer.MANAGED, AT)]:
            await transaction.checkins.save(checkin)
        with statements() as asked:
            past = await transaction.checkins.past(["U1", "U2", "U3"], WEEKS[2])
        assert len(asked) == 1
        assert await transaction.checkins.weeks("U1") == frozenset(WEEKS)
        assert await transaction.checkins.weeks("U3") == frozenset()
        assert past == {
            "U1": PastCheckIns(frozenset(WEEKS), tuple(OWN[2:])),
            "U2": PastCheckIns(frozenset({FIRST})),
            "U3": PastCheckIns(),
        }
        everything = {"U2": [WEEKS[3], WEEKS[0]], "U3": [WEEKS[2], WEEKS[0]], "U9": []}
        assert await transaction.checkins.named_by("U1", everything, WEEKS[0]) == everything
        newest = {"U2": [WEEKS[3]], "U3": [WEEKS[2]], "U9": []}
        assert await transaction.checkins.named_by("U1", newest, WEEKS[3]) == newest
        assert await transaction.checkins.named_by("U3", ["U2"], FIRST) == {"U2": []}


async def test_insights_take_a_persons_weeks_about_their_team_in_order(database: Database) -> None:
    told = CheckIn("U1", WEEKS[2], CheckInAnswer.RESCUED, AT, ("U2", "U3"), pulled="a_deal_at_risk", takeovers=2)
    others = [CheckIn("U2", WEEKS[2], CheckInAnswer.LED, AT), CheckIn("U1", WEEKS[1], CheckInAnswer.BOTH, AT)]
    async with database.transaction("T2") as transaction:
        await transaction.checkins.save(CheckIn("U1", WEEKS[2], CheckInAnswer.BOTH, AT))
    async with database.transaction("T1") as transaction:
        for checkin in [OWN[3], told, *others, CheckIn("U1", FIRST, CheckInAnswer.LED, AT, about_leaders=True)]:
            await transaction.checkins.save(checkin)
        assert await transaction.checkins.about_team("U1", WEEKS[2]) == [
            AnsweredWeek(WEEKS[2], CheckInAnswer.RESCUED, ("U2", "U3"), pulled="a_deal_at_risk", takeovers=2),
            AnsweredWeek(WEEKS[3], CheckInAnswer.LED, ("U2",)),
        ]
        assert [week.week for week in await transaction.checkins.about_team("U1", FIRST)] == WEEKS[1:]
