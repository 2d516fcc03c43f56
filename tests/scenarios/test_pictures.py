"""Pictures as people meet them: the weeks on the Home tab, and the half year of days in `/secondchair streak`."""

from typing import Any

from bot.localslack.state.views import View
from tests.office import Office

FRIDAY = 4  # as weekdays count from Monday


def images(blocks: Any) -> list[Any]:
    return [block for block in blocks if block["type"] == "image"]


def home_of(view: View | None) -> Any:
    assert view is not None
    return view.blocks


async def two_weeks(office: Office) -> Any:
    """Maria answers two Friday check-ins and a prompt."""
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Start")
    await maria.press("I lead salespeople")
    await office.wait(days=1)
    await maria.press("Done")
    for answer in ("Mostly managed", "Mostly led"):
        await office.skip(days=(FRIDAY - office.now.weekday()) % 7)
        await office.wait(days=1)
        await maria.press(answer)
    return maria


async def test_the_home_tab_shows_the_weeks_and_uploads_them_once(office: Office) -> None:
    maria = await two_weeks(office)
    await maria.open_home()
    [image] = images(home_of(maria.home))
    assert "mostly led in 1" in image["alt_text"]
    assert office.slack.state.files.get(image["slack_file"]["id"])
    await maria.open_home()
    [again] = images(home_of(maria.home))
    assert again["slack_file"] == image["slack_file"]
    assert sum(b'"kind": "weeks"' in content for content in office.slack.state.files.contents()) == 1


async def test_the_streak_shows_its_half_year(office: Office) -> None:
    maria = await two_weeks(office)
    await maria.command("/secondchair", "streak")
    [image] = images(maria.ephemerals()[-1].blocks)
    assert image["alt_text"].startswith("Your last 26 weeks: 1 day with an answer")


async def test_a_workspace_without_the_scope_reads_words(office: Office) -> None:
    granted = office.installation.scopes
    office.installation.scopes = tuple(scope for scope in granted if scope != "files:read")
    maria = await two_weeks(office)
    await maria.open_home()
    blocks = home_of(maria.home)
    assert images(blocks) == []
    assert "mostly led in 1" in str(blocks)


async def test_delete_me_leaves_no_picture_in_slack(office: Office) -> None:
    maria = await two_weeks(office)
    await maria.open_home()
    await maria.command("/secondchair", "delete-me")
    await maria.submit({})
    assert office.slack.state.files.contents() == []


async def test_a_picture_that_an_admin_deleted_does_not_keep_home_empty(office: Office) -> None:
    maria = await two_weeks(office)
    await maria.open_home()
    [before] = images(home_of(maria.home))
    office.slack.state.files.delete(before["slack_file"]["id"])
    await office.wait(days=1)
    await maria.open_home()
    [after] = images(home_of(maria.home))
    assert office.slack.state.files.get(after["slack_file"]["id"])
