"""Today's prompt by command: answered where it was asked for, though nobody else sees that message."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("button", "said"),
    [("Done", "Done. One working day so far."), ("Not for me", "Noted: you will not get this one again.")],
)
async def test_a_prompt_asked_for_by_command_is_answered_there_and_taken_back(
    office: Office, button: str, said: str
) -> None:
    tom = office.as_("tom")
    await office.starts("tom")
    await office.wait(hours=1)
    await tom.command("/secondchair today")
    await tom.press(button, tom.ephemerals()[-1])
    assert said in str(tom.ephemerals()[-1].blocks)
    await tom.press("Undo", tom.ephemerals()[-1])
    assert said not in str(tom.ephemerals()[-1].blocks)


async def test_a_note_to_a_prompt_asked_for_by_command_is_shown_under_it(office: Office) -> None:
    tom = office.as_("tom")
    await office.starts("tom")
    await office.wait(hours=1)
    await tom.command("/secondchair today")
    await tom.press("Reflect", tom.ephemerals()[-1])
    await tom.submit({"text": "I waited four seconds."})
    assert "I waited four seconds." in str(tom.ephemerals()[-1].blocks)
    await tom.press("Edit what I wrote", tom.ephemerals()[-1])
    assert "I waited four seconds." in str(tom.modal)
