"""Writing to the app in its Messages tab: everything is answered, and a reply to a prompt is kept."""

import pytest

from bot.domain.people.people import PersonStatus
from bot.localslack import PostedMessage
from bot.localslack.people.person import Subtype
from handlers.commands import COMMANDS
from tests.office import Office

pytestmark = pytest.mark.usefixtures("tom")


def newest(office: Office, handle: str) -> PostedMessage:
    return office.as_(handle).client.messages("dm")[-1]


async def writes(office: Office, handle: str, text: str, thread_ts: str = "") -> None:
    await office.as_(handle).client.send("dm", text, thread_ts)
    await office.settle()


@pytest.fixture
async def tom(office: Office) -> None:
    """Tom takes part and got Monday's prompt."""
    await office.starts("tom")
    await office.wait(hours=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("today", "Today’s prompt"),
        ("/secondchair streak", "streak"),
        ("Pause until friday", "to Fri 23 Oct"),
        ("Today please", "Today’s prompt"),
        ("help", "What you can type"),
        ("nudge list", "channel nudge"),
    ],
)
async def test_what_a_sub_command_understands_is_understood_without_the_slash(
    office: Office, text: str, said: str
) -> None:
    await writes(office, "tom", text)
    shown = newest(office, "tom")
    assert said.lower() in f"{shown.text} {shown.blocks}".lower()


@pytest.mark.parametrize(
    ("text", "first"), [("how do I snooze this", "Pause"), ("setings", "Settings"), ("hello there", "Today’s prompt")]
)
async def test_anything_else_gets_the_nearest_three_buttons(office: Office, text: str, first: str) -> None:
    await writes(office, "tom", text)
    labels = [element["text"]["text"] for element in newest(office, "tom").blocks[-1]["elements"]]
    assert (labels[0], len(labels)) == (first, 3)


async def test_every_sub_command_can_be_what_is_nearest(office: Office) -> None:
    """A word close to a sub-command whose button had no label used to get no answer."""
    (ours,) = [command for command in COMMANDS if command.name == "/secondchair"]
    for sub in ours.subcommands:
        await writes(office, "tom", f"is there {sub.name}")
        assert len(newest(office, "tom").blocks[-1]["elements"]) == 3, sub.name


async def test_a_button_opens_what_needs_a_press(office: Office) -> None:
    await writes(office, "tom", "settings")
    await office.as_("tom").press("Settings", newest(office, "tom"))
    assert office.as_("tom").modal is not None


async def test_a_reply_under_a_prompt_is_kept_as_its_reflection_and_said_so(office: Office) -> None:
    prompt = next(each for each in office.as_("tom").client.messages("dm") if "prompt" in each.text.lower())
    await writes(office, "tom", "I waited four seconds.", prompt.ts)
    said = [each.text for each in office.as_("tom").client.messages("dm")]
    assert any("Kept as your reflection" in text for text in said)
    await writes(office, "tom", "today")
    assert "I waited four seconds." in str(newest(office, "tom").blocks)


async def test_a_reply_is_kept_as_it_was_typed(office: Office) -> None:
    """Slack passes it on with ids in place of names, addresses in angle brackets, and three characters escaped."""
    tom = office.as_("tom")
    prompt = next(each for each in tom.client.messages("dm") if "prompt" in each.text.lower())
    typed = "I let @maria & R&D lead: <30 minutes. https://acme.example/?a=1&b=2"
    await writes(office, "tom", typed, prompt.ts)
    answered = next(each for each in tom.client.messages("dm") if each.ts == prompt.ts)
    await tom.press("Edit what I wrote", answered)
    assert tom.modal is not None
    assert typed in str(answered.blocks)
    assert [state["value"] for field in tom.modal.values.values() for state in field.values()] == [typed]


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
async def test_a_reply_with_a_file_or_also_sent_to_the_conversation_is_a_reply(
    office: Office, subtype: Subtype
) -> None:
    """Slack gives these a subtype, as it does to changes, of which people must hear nothing."""
    tom = office.as_("tom").client
    prompt = next(each for each in tom.messages("dm") if "prompt" in each.text.lower())
    await tom.send("dm", "I waited four seconds.", prompt.ts, subtype)
    await office.settle()
    assert "Kept as your reflection" in newest(office, "tom").text
    await tom.send("dm", "", prompt.ts, subtype)
    await office.settle()
    assert "this one is not saved" in newest(office, "tom").text, "a file without words"


async def test_a_reply_that_the_form_could_not_show_is_refused(office: Office) -> None:
    tom = office.as_("tom")
    prompt = next(each for each in tom.client.messages("dm") if "prompt" in each.text.lower())
    await writes(office, "tom", "a" * 2000, prompt.ts)
    await writes(office, "tom", "b" * 1500, prompt.ts)
    assert "yours would have 3,501" in newest(office, "tom").text
    await tom.press("Edit what I wrote", next(each for each in tom.client.messages("dm") if each.ts == prompt.ts))
    assert tom.modal is not None
    assert "b" * 9 not in str(tom.modal.blocks)


async def test_a_reply_under_another_message_is_neither_a_command_nor_lost_without_a_word(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.skip(days=4)
    await office.wait(hours=8)
    asked = next(each for each in office.as_("maria").dm() if "Did you lead" in each.text)
    await writes(office, "maria", "Stop offering discounts before they ask", asked.ts)
    assert "this one is not saved" in newest(office, "maria").text
    assert (await office.person("maria")).status is PersonStatus.ACTIVE
    await writes(office, "maria", "Stop offering discounts before they ask")
    assert "Stop all messages" in str(newest(office, "maria").blocks)
    assert (await office.person("maria")).status is PersonStatus.ACTIVE
    await writes(office, "maria", "stop", asked.ts)
    assert (await office.person("maria")).status is PersonStatus.STOPPED


async def test_what_cannot_be_done_is_said_in_words(office: Office) -> None:
    await writes(office, "tom", "pause until banana")
    assert "banana" in newest(office, "tom").text


async def test_nothing_of_ours_is_answered(office: Office) -> None:
    before = len(office.as_("tom").client.messages("dm"))
    await office.settle()
    assert len(office.as_("tom").client.messages("dm")) == before
