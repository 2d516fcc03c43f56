"""A prompt that suits a particular day comes on that day, and says why."""

import pytest

from bot.localslack import PostedMessage
from content.library import load_library
from content.models import Prompt
from tests.office import Office
from tests.scenarios.calls import END, plan

PROMPTS = load_library().prompts.values()


@pytest.fixture(autouse=True)
async def team(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")


def prompt_in(message: PostedMessage) -> Prompt:
    """The library's prompt that a message shows."""
    (found,) = (prompt for prompt in PROMPTS if prompt.action in message.text)
    return found


async def todays(office: Office, handle: str, title: str = "Today’s prompt") -> tuple[Prompt, str]:
    """Somebody's newest prompt, and what "Why this one" answers."""
    person = office.as_(handle)
    message = [message for message in person.dm() if message.text.startswith(title)][-1]
    await person.press("Why this one", message)
    return prompt_in(message), person.ephemerals()[-1].text


async def test_the_day_of_a_call_and_the_day_after_a_take_over(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Confirm")
    await office.wait(hours=2)
    for handle in ("maria", "tom"):
        prompt, why = await todays(office, handle)
        assert prompt.occasion == "before_ridealong"
        assert why.startswith("You have a ride-along coming up")
    await office.jump(END)
    await maria.press("Yes, and nobody asked for it")
    await office.wait(days=1)
    prompt, why = await todays(office, "maria")
    assert (prompt.audience, prompt.occasion) == ("leader", "after_takeover")
    assert why.startswith("Your last reflection notes a take-over")
    prompt, why = await todays(office, "tom")
    assert (prompt.audience, prompt.occasion) == ("salesperson", "after_ridealong")
    assert why.startswith("You have just had a ride-along")


async def test_a_channel_reads_what_is_made_for_a_team_and_why(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00")
    whys = set()
    for _ in range(5):
        await office.wait(days=1)
        message = [one for one in nora.messages("sales") if one.text.startswith("Today’s challenge")][-1]
        assert prompt_in(message).audience == "team"
        await office.as_("tom").press("Why this one", message)
        whys.add(office.as_("tom").ephemerals()[-1].text)
    assert any(why.startswith("This channel has not had it in the last year") for why in whys)
