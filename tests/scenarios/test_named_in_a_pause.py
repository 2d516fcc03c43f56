"""Somebody who is named to a team in a pause hears of it on the first working day after it, however long it gets."""

from tests.office import Office


async def test_a_pause_that_is_made_longer_loses_no_invitation(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("tom")
    await tom.command("/secondchair pause until wednesday")
    await maria.open_home()
    for button in ("Start", "I lead salespeople", "Name my salespeople"):
        await maria.press(button)
    await maria.submit({"people": [tom.id]})
    await tom.command("/secondchair pause until friday")
    await office.wait(days=6, hours=22)
    assert tom.dm() == []
    await office.wait(hours=4)
    assert f"<@{maria.id}> named you" in tom.dm()[-1].text
