"""A leader who rescues less over a quarter, told from July to the first Monday of October."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails
from bot.domain.checkins.commitments import Outcome
from bot.domain.people.people import Membership, TeamMember
from bot.domain.ridealongs.ridealongs import RideAlongState
from tests.office import Office, opened

MONDAY = datetime(2026, 7, 6, 6, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 10, 4, 20, 0, tzinfo=UTC)  # before the quarter's letters
RESCUES = (5, 4, 6, 4, 5, 3, 1, 1, 0, 1, 0, 0)  # unasked take-overs, week by week


async def a_week(office: Office, number: int, takeovers: int) -> None:
    """Friday afternoon: Maria answers, whom she helped, and what she will do next week."""
    week = date(2026, 7, 6) + timedelta(weeks=number)
    await office.sleep(datetime(week.year, week.month, week.day, 13, 30, tzinfo=UTC) + timedelta(days=4))
    maria, checkins = office.who("maria"), office.bot.services.checkins
    facts = await checkins.answer(maria, week, CheckInAnswer.RESCUED if takeovers > 2 else CheckInAnswer.LED)
    if facts.last is not None:
        outcome = Outcome.DROPPED if takeovers > 2 else Outcome.KEPT
        await checkins.settle_commitment(maria, week, facts.last.id, outcome)
    developed = (office.as_("tom").id,) if number % 3 != 1 else (office.as_("lea").id,)
    plan = ("a deal wobbles", "ask its owner before I call anybody")
    await checkins.add_details(maria, week, CheckInDetails(developed, "a_deal_at_risk", takeovers, *plan))


async def a_quarter(office: Office) -> None:
    """Maria leads Tom and Lea. Twelve weeks from July on."""
    await office.starts("maria", leader=True)
    await office.starts("tom", "lea")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        for handle in ("tom", "lea"):
            await transaction.teams.save(TeamMember(office.as_("maria").id, office.as_(handle).id, Membership.ACCEPTED))
    for number, takeovers in enumerate(RESCUES):
        await a_week(office, number, takeovers)


async def test_a_leader_who_rescues_less_over_a_quarter(tmp_path: Path) -> None:
    async with opened(tmp_path, MONDAY) as office:
        maria, tom = office.as_("maria"), office.as_("tom")
        await a_quarter(office)

        # What her own check-ins say: numbers, ranges and weeks; no reasons, and nobody else's view.
        await maria.command("/secondchair insights")
        told = str(maria.ephemerals()[-1].blocks)
        assert "Fewer take-overs that nobody asked for:* 27 in the first 6 weeks, 3 in the last 6" in told
        assert "You led more often lately:* in 0 of the first 6 weeks, in 6 of the last 6" in told
        assert "(12 weeks, Mon 6 Jul to Mon 21 Sept)" in told
        assert "30 take-overs that nobody asked for* in 12 weeks, 2.5 a week" in told
        assert "You kept 6 of the 11 plans" in told
        assert "I do not know the reason" in told
        assert "because" not in told

        # The map: whom she attended to last, from her own notes.
        await maria.command("/secondchair map")
        page = str(maria.ephemerals()[-1].blocks)
        assert page.index(office.as_("lea").id) < page.index(tom.id)

        # Tom's own page holds nothing of what Maria notes about him.
        await tom.command("/secondchair map")
        page = str(tom.ephemerals()[-1].blocks)
        assert "You are on" in page
        assert "Last named" not in page

        # On the first Monday after the quarter the letter comes by direct message, once.
        await office.jump(datetime(2026, 10, 5, 7, 0, tzinfo=UTC))
        letters = [message for message in maria.dm() if "Your quarter" in message.text]
        assert len(letters) == 1
        assert "You answered the check-in in 12 of 13 weeks." in str(letters[0].blocks)
        assert "Fewer take-overs that nobody asked for" in str(letters[0].blocks)
        assert "Your quarter" not in str([message.text for message in tom.dm()])

        # She keeps it as a file.
        await maria.press("Send me the file", letters[0])
        assert "Your letter as a text file" in maria.dm()[-1].text
        kept = office.slack.state.files.contents()[-1].decode()
        assert "tom most often: in 8 weeks" in kept, "where no mention shows a name, the file does"

        # From the Home tab, the page that she reads it on says where the file went.
        await maria.open_home()
        await maria.press("Last quarter", maria.home)
        await maria.press("Send me the file")
        assert maria.modal is not None
        assert "Your letter is in a file in our direct messages." in str(maria.modal.blocks)


async def test_a_leader_with_hardly_any_check_ins_gets_no_letter_and_is_told_why_when_they_ask(tmp_path: Path) -> None:
    async with opened(tmp_path, MONDAY) as office:
        maria = office.as_("maria")
        await office.starts("maria", leader=True)
        await a_week(office, 0, 1)
        await office.sleep(SUNDAY)
        await office.jump(datetime(2026, 10, 5, 7, 0, tzinfo=UTC))
        assert [message for message in maria.dm() if "Your quarter" in message.text] == []
        await maria.command("/secondchair letter")
        assert "A letter takes four check-ins. The last quarter has 1" in maria.ephemerals()[-1].text
        await maria.command("/secondchair insights")
        assert "Check-ins so far: 1." in str(maria.ephemerals()[-1].blocks)


async def test_an_admin_hears_of_five_leaders_or_more_and_of_none_below(tmp_path: Path) -> None:
    async with opened(tmp_path, MONDAY) as office:
        nora = office.as_("nora")
        await office.starts("nora", "maria", "james", "tom", "lea", leader=True)
        for handle in ("maria", "james", "tom", "lea"):
            await office.bot.services.checkins.answer(office.who(handle), date(2026, 7, 6), CheckInAnswer.LED)
        await office.sleep(SUNDAY)
        await office.jump(datetime(2026, 10, 5, 7, 0, tzinfo=UTC))
        assert "leaders answered" not in str([message.text for message in nora.dm()])
        for handle in ("maria", "james", "tom", "lea", "nora"):
            await office.bot.services.checkins.answer(office.who(handle), date(2026, 10, 5), CheckInAnswer.MANAGED)
        await office.sleep(datetime(2027, 1, 3, 20, 0, tzinfo=UTC))
        await office.jump(datetime(2027, 1, 8, 20, 0, tzinfo=UTC))
        told = [message for message in nora.dm() if "5 leaders answered 5 check-ins" in message.text]
        assert len(told) == 1
        assert "Mostly managed: 4–5 of 5" in str(told[0].blocks)


async def test_the_map_shows_a_leader_what_was_agreed_with_them_and_only_the_steps_that_were_shared(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, MONDAY) as office:
        maria, tom = office.as_("maria"), office.as_("tom")
        await office.starts("maria", leader=True)
        await office.starts("tom")
        async with office.bot.database.transaction(office.workspace.id) as transaction:
            await transaction.teams.save(TeamMember(maria.id, tom.id, Membership.ACCEPTED))
        await maria.command("/ridealong", "@tom Acme tomorrow 15:00")
        await maria.submit({"skill": "ask about the budget"})
        await tom.press("Confirm")
        await office.wait(days=3)
        await maria.command("/secondchair map")
        page = str(maria.ephemerals()[-1].blocks)
        assert "Last ride-along: Tue 7 Jul" in page
        assert "ask about the budget" in page
        assert "Open steps" not in page
        async with office.bot.database.transaction(office.workspace.id) as transaction:
            ((ride,), _) = await transaction.series.newest((maria.id, tom.id), 2)
        assert ride.state in {RideAlongState.CONFIRMED, RideAlongState.OVER}
