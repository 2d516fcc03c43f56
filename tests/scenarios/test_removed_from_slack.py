"""When somebody has their data deleted, nothing about them is left in Slack, in anybody's conversation."""

import json

import pytest

from tests.office import Office
from tests.scenarios.calls import deletes, is_over, plan


def naming(office: Office, reader: str, place: str, name: str) -> list[str]:
    """The messages in a place that name a person, as somebody reads them."""
    user_id, messages = office.who(name).user_id, office.as_(reader).client.messages(place)
    return [message.text for message in messages if user_id in json.dumps([message.text, *message.blocks])]


@pytest.fixture
async def after_a_call(office: Office) -> Office:
    """Maria and Tom were on a call and plan another; Maria asked for her map, and set up a channel's prompt."""
    await office.starts("nora", "tom", "lea")
    await office.starts("maria", leader=True)
    maria, tom = office.as_("maria"), office.as_("tom")
    leader_id, services = office.who("maria").user_id, office.bot.services
    await services.teams.name(office.who("maria"), [office.who(name).user_id for name in ("tom", "lea")])
    await office.settle()
    await services.teams.accept(office.who("tom"), leader_id)
    await maria.command("/secondchair", "nudge #sales 09:00")
    await plan(office)
    await is_over(office)
    await tom.command("/ridealong", "@maria Bolt fri 15:00")
    await tom.submit()
    await maria.client.send("dm", "map")
    await office.settle()
    await office.wait(minutes=1)
    return office


async def test_a_salesperson_is_named_to_nobody_any_more(after_a_call: Office) -> None:
    assert len(naming(after_a_call, "maria", "dm", "tom")) > 2
    await deletes(after_a_call, "tom")
    assert naming(after_a_call, "maria", "dm", "tom") == []
    texts = [message.text for message in after_a_call.as_("maria").client.messages("dm")]
    assert [text for text in texts if "removed with the data of somebody" in text] == [
        "This ride-along was removed with the data of somebody who was to be on it. It is not planned any more.",
        "What was here was removed with the data of somebody it named.",
    ]
    assert "How was the call" not in " ".join(texts)


async def test_the_leaders_home_names_them_no_more(after_a_call: Office) -> None:
    """Nobody opens it: it may be open on a second screen."""
    maria, tom_id = after_a_call.as_("maria"), after_a_call.who("tom").user_id
    await maria.open_home()
    assert maria.home is not None
    assert tom_id in str(maria.home.blocks)
    await deletes(after_a_call, "tom")
    assert maria.home is not None
    assert tom_id not in str(maria.home.blocks)
    assert "Bolt" not in str(maria.home.blocks)


async def test_a_channel_goes_on_reading_what_was_set_up_for_it(after_a_call: Office) -> None:
    before = [message.text for message in after_a_call.as_("nora").client.messages("sales")]
    await deletes(after_a_call, "maria")
    mention = f"<@{after_a_call.who('maria').user_id}>"
    after = [message.text for message in after_a_call.as_("nora").client.messages("sales")]
    assert after == [text.replace(mention, "(name removed)") for text in before]
    assert mention in before[0]
    assert naming(after_a_call, "lea", "dm", "maria") == []


async def test_who_shares_no_more_takes_the_message_back(after_a_call: Office) -> None:
    maria, tom = after_a_call.as_("maria"), after_a_call.as_("tom")
    for person, answers in ((tom, {"salesperson_went": "The pause"}), (maria, {"leader_saw": "A pause"})):
        await person.press("Add what you saw")
        await person.submit(answers=answers | {"share": "shared"})
    assert "The pause" in str([message.blocks for message in maria.client.messages("dm")])
    await tom.press("Open and edit")
    await tom.submit(answers={"share": "private"})
    assert "The pause" not in str([message.blocks for message in maria.client.messages("dm")])
