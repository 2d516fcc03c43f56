"""A salesperson who disagrees with the leader, and what each of them sees at each minute. Read it as a story.

Maria leads Tom, Lea and Priya. She believes that she sat still on Tom's call; Tom saw her take it over.
"""

from datetime import UTC, datetime

import pytest

from content.models import Library
from tests.office import Office
from tests.scenarios.calls import END, plan
from tests.scenarios.reading import of

PEOPLE = ("maria", "tom", "lea", "priya", "nora")
TEAM = ("tom", "lea", "priya")


@pytest.fixture(autouse=True)
async def team(office: Office) -> None:
    await office.starts("nora")
    await office.starts("maria", leader=True)
    await office.starts(*TEAM)


async def sees(office: Office, handle: str) -> str:
    """Everything that somebody sees: every message, the modal, and the Home tab, redrawn."""
    one = office.as_(handle)
    await one.open_home()
    return " ".join(map(of, [*one.dm(), *one.ephemerals(), one.modal, one.home]))


async def who_sees(office: Office, words: str) -> list[str]:
    return [handle for handle in PEOPLE if words in await sees(office, handle)]


async def test_two_people_remember_one_call_differently(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")

    # 12:00. They agree on the call: Tom runs it, Maria sits in the second chair.
    await plan(office, skill="wait after the price")
    await tom.press("Confirm")

    # 15:45. The call is over. Each is asked the same question, alone.
    await office.jump(END)
    assert await who_sees(office, "How was the call?") == ["maria", "tom"]

    # 15:46. Maria taps: no take-over. Tom sees nothing of it, not even that she answered.
    before = await sees(office, "tom")
    await maria.press("No")
    assert await who_sees(office, "*Noted:* no take-over") == ["maria"]
    assert await sees(office, "tom") == before

    # 15:50. Tom taps the opposite, and writes it down. Sharing is off until he turns it on.
    await tom.press("Yes, and nobody asked for it")
    await tom.press("Add what you saw")
    await tom.submit({"moment": "She answered the price question", "salesperson_leader": "I lost the thread"})
    assert await who_sees(office, "She answered the price question") == ["tom"]

    # 15:55. Maria writes hers and shares it. Both have answered, but only she shared: Tom may read hers, not she his.
    await maria.press("Add what you saw")
    await maria.submit({"leader_saw": "Tom waited two seconds", "share": "shared"})
    assert await who_sees(office, "She answered the price question") == ["tom"]
    await tom.command("/ridealong", "history @maria")
    assert await who_sees(office, "Tom waited two seconds") == ["maria"]

    # 16:10. Tom opens his own again, reads her view above it, and decides to share: both messages come at once.
    await tom.press("Open and edit")
    assert "Tom waited two seconds" in of(tom.modal)
    await tom.submit({"share": "shared", "if": "a price question comes", "then": "take the first breath"})
    assert await who_sees(office, "She answered the price question") == ["maria", "tom"]
    assert await who_sees(office, "You saw this differently.") == ["maria", "tom"]
    assert await who_sees(office, "take the first breath") == ["maria", "tom"]

    # 17:00. Tom takes it back. From now on Maria's form and her history say nothing of it; Nora never saw a word.
    await tom.press("Open and edit", where=[one for one in tom.dm() if "Open and edit" in of(one)][-1])
    await tom.submit({"share": "private"})
    await maria.command("/ridealong", "history @tom")
    assert "nobody asked" not in of(maria.ephemerals()[-1])
    await maria.press("Open", where=maria.ephemerals()[-1])
    assert "She answered the price question" not in of(maria.modal)


async def test_a_team_remembers_the_week_differently(office: Office, library: Library) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    most, yes, no = (dict.fromkeys(library.items, key) for key in ("most", "yes", "no"))

    # Monday, 08:05. Three salespeople said yes to Maria's team. Her self-check says that she leads; her team can
    # say how it looked to them, and only sums come back.
    await asked(office, most)
    assert await who_sees(office, "asks for your view") == list(TEAM)

    # 08:10. Tom disagrees with all of it. Each statement says beside it who will see it. Maria sees no difference.
    before = await sees(office, "maria")
    await answer(office, "tom", no)
    await answer(office, "lea", yes)
    assert await sees(office, "maria") == before
    await maria.command("/selfcheck")
    await maria.press("See my last result")
    assert "Not enough answers yet." in of(maria.modal)
    await maria.close(everything=True)

    # 08:20. Tom thinks again, and changes one answer: the round is open for two weeks.
    await tom.press("Change my answers")
    assert of(tom.modal).count("Counted with at least two others") == 1
    assert of(tom.modal).count("✓ No") == 5
    await tom.tap_answers({"lead-06": "yes"})

    # 09:00. Priya is the third. Maria is told that both views are open, and reads sums, words, and no name.
    await answer(office, "priya", no)
    assert await who_sees(office, "Both views are open now") == ["maria"]
    await maria.press("See both views")
    shown = of(maria.modal)
    assert "The week of Mon 12 Oct to Sun 18 Oct, as 3 of 3 saw it" in shown
    assert "*Lead:* you 67, your team 40. You see at least 27 more than they do." in shown
    assert shown.count("You said: With half or more. Your team: With fewer than half.") == 3
    assert not any(office.as_(handle).id in shown for handle in TEAM)
    await maria.close(everything=True)

    # 10:00. Tom changes his mind once more. On its own, that could be read from the difference: so nothing moves.
    await tom.press("Change my answers")
    await tom.tap_answers(yes)
    await maria.press("See both views")
    assert of(maria.modal) == shown
    await maria.close(everything=True)

    # Two weeks later the round is over. The sums stay, the single answers are gone, and a new round can begin.
    await office.sleep(datetime(2026, 11, 2, 7, 30, tzinfo=UTC))
    await tom.press("Change my answers", where=[one for one in tom.dm() if "Change my answers" in of(one)][-1])
    assert "This round is over" in tom.ephemerals()[-1].text
    await maria.press("See both views", where=[one for one in maria.dm() if "See both views" in of(one)][-1])
    assert "*Lead:* you 67, your team 40" in of(maria.modal)
    assert "Ask my team" in of(maria.modal)


async def asked(office: Office, answers: dict[str, str]) -> None:
    """Maria names her team, all say yes, she does a self-check and asks them for the other view."""
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("My team", maria.home)
    await maria.press("name_team", maria.modal)
    await maria.submit({"people": [office.as_(handle).id for handle in TEAM]})
    for handle in TEAM:
        await office.as_(handle).press("team_accept")
    await maria.command("/selfcheck")
    await maria.tap_answers(answers)
    await maria.press("Ask my team")
    assert "Not enough answers yet." in of(maria.modal)
    await maria.close(everything=True)


async def answer(office: Office, handle: str, answers: dict[str, str]) -> None:
    one = office.as_(handle)
    await one.press("Answer", where=[message for message in one.dm() if "asks for your view" in of(message)][-1])
    assert (await one.tap_answers(answers)).outcome == "closed"


async def test_a_team_of_two_is_never_asked(office: Office, library: Library) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    await maria.tap_answers(dict.fromkeys(library.items, "most"))
    assert "It takes three salespeople" in of(maria.modal)
    assert "Ask my team" not in of(maria.modal)
    await office.wait(hours=1)
    await office.as_("tom").command("/selfcheck")
    assert "your own skills" in of(office.as_("tom").modal) or "customer conversations" in of(office.as_("tom").modal)
