"""What a person does on the page, as in issue 3; with SHOTS=1 each leaves its screenshots in test-output/."""

from playwright.async_api import expect

from tests.browser import IN_BROWSER
from tests.playground.page.conftest import Visitor
from tests.playground.page.steps import begins, leads

pytestmark = IN_BROWSER


async def test_someone_looks_around_and_starts(visitor: Visitor) -> None:
    await visitor.goes("maria", "home")
    await visitor.sees("From sales manager to sales leader")
    await visitor.shoots("01-first-look")
    await visitor.goes("maria")
    await visitor.presses("Start")
    await visitor.presses("I lead salespeople")
    await visitor.sees("Name my salespeople")
    await visitor.shoots("02-started")


async def test_what_others_do_is_drawn_by_itself_and_what_is_drawn_already_is_not(visitor: Visitor) -> None:
    await visitor.goes("tom", "sales")
    drawn: list[str] = []
    async with visitor.studio.turn("maria") as maria:
        assert maria is not None
        await maria.send("#sales", "Good morning, all")
    await visitor.sees("Good morning, all")
    await visitor.page.evaluate("stream.close(); refresh()")  # from now on this test alone brings news
    visitor.page.on("request", lambda request: drawn.append(request.url))
    for told, times in (("version", 1), ("version + 1", 2)):
        await visitor.page.evaluate(f"stream.onmessage({{ data: {told} }}); refresh()")
        assert len(drawn) == times, "once by this test, and once more for news"
        drawn.clear()


async def test_friday_is_answered_with_one_tap_and_edited(visitor: Visitor) -> None:
    await begins(visitor, "maria")
    await visitor.goes("maria")
    await visitor.jumps("Friday 15:00")
    await visitor.sees("Did you lead or manage this week?")
    await visitor.presses("Mostly led")
    await visitor.sees("Mostly led")
    await visitor.presses("Change")
    await visitor.presses("Both")
    await visitor.shoots("03-check-in")
    await visitor.goes("maria", "home")
    await visitor.shoots("04-home-after-the-check-in")


async def test_a_self_check_leads_to_its_result(visitor: Visitor) -> None:
    await begins(visitor, "maria")
    await visitor.goes("maria")
    await visitor.types("/selfcheck")
    dialog = visitor.page.locator("dialog.modal")
    await visitor.shoots("05-self-check")
    for page in (1, 2, 3):
        await visitor.sees(f"{page} of 3.")
        assert await dialog.locator(".fields").evaluate("it => it.scrollHeight <= it.clientHeight"), "no scrolling"
        rows = dialog.locator(".b-actions", has_text="Half or more")
        for number in range(5):
            await rows.nth(number).get_by_text("Half or more").click()
            await visitor.rests()
    await dialog.locator("footer .primary").click()
    await visitor.rests()
    await visitor.sees("Rescue")
    await visitor.shoots("06-self-check-result")


async def test_a_ride_along_from_the_plan_to_the_reveal(visitor: Visitor) -> None:
    await begins(visitor, "maria")
    await leads(visitor, "maria", "Tom Weber")
    await visitor.goes("maria")
    await visitor.types("/ridealong @tom Acme today 15:00")
    await visitor.shoots("07-plan")
    await visitor.page.locator("dialog.modal footer .primary").click()
    await visitor.rests()
    await visitor.goes("maria", "home")
    await visitor.shoots("08-planned")
    await visitor.goes("tom")
    await visitor.presses("Confirm")
    await visitor.jumps("… its end")
    await visitor.shoots("08b-asked")
    await visitor.presses("Yes, I asked for it")
    await visitor.presses("Add what you saw")
    dialog = visitor.page.locator("dialog.modal")
    await dialog.get_by_role("textbox").first.fill("They asked about a discount, and I paused.")
    await visitor.shoots("09-reflect")
    await dialog.get_by_label("Both of us, once each has saved or has nothing to add").check()
    await dialog.locator("footer .primary").click()
    await visitor.rests()
    await visitor.goes("maria")
    await visitor.presses("Yes, and nobody asked for it")
    await visitor.presses("Nothing to add")
    await visitor.presses("Read both")
    await visitor.shoots("10-reveal")
    await visitor.sees("They asked about a discount, and I paused.")


async def test_an_admin_sets_a_channel_up_and_a_member_is_refused(visitor: Visitor) -> None:
    await visitor.goes("tom", "sales")
    await visitor.types("/secondchair nudge #sales 09:00 mon-fri")
    await visitor.sees("Only visible to you")
    await visitor.shoots("11-refused")
    await visitor.goes("nora", "sales")
    await visitor.types("/secondchair nudge #sales 09:00 mon-fri")
    await visitor.jumps_to("2026-10-20T09:05")
    await visitor.sees("Today’s challenge for the team")
    await visitor.shoots("12-channel")


async def test_a_pause_over_a_vacation_keeps_the_streak(visitor: Visitor) -> None:
    await begins(visitor, "maria")
    await visitor.goes("maria")
    await visitor.jumps_to("2026-10-19T08:35")
    await visitor.presses("Done")
    await visitor.jumps_to("2026-10-20T08:35")
    await visitor.presses("Done")
    await visitor.types("/secondchair pause until 2026-11-01")
    await visitor.jumps_to("2026-11-02T08:35")
    await visitor.presses("Done")
    await visitor.sees("3 working days")
    await visitor.shoots("13-vacation")


async def test_the_finished_quarter(visitor: Visitor) -> None:
    await visitor.goes("maria")
    await visitor.page.get_by_role("button", name="Load a finished quarter").click()
    await visitor.waits()
    await visitor.goes("maria", "home")
    await visitor.sees("working days in a row")
    await visitor.shoots("14-quarter-home")
    await visitor.goes("maria")
    await visitor.shoots("15-quarter-messages")
    await visitor.goes("nora", "leaders")
    await visitor.shoots("16-quarter-digest")
    await visitor.page.goto(f"{visitor.address}inspector")
    await visitor.shoots("17-inspector")


async def test_the_page_on_a_phone_in_the_dark_and_from_the_keyboard(visitor: Visitor) -> None:
    await visitor.page.set_viewport_size({"width": 390, "height": 800})
    await visitor.page.emulate_media(color_scheme="dark")
    await begins(visitor, "maria")
    await visitor.shoots("18-phone-dark")
    await visitor.page.keyboard.press("Escape")
    await visitor.page.locator("#composer").press_sequentially("/sec")
    await visitor.page.keyboard.press("ArrowDown")
    await visitor.shoots("19-phone-commands")
    await visitor.page.locator("#composer").fill("/secondchair settings")
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("Your settings")
    await visitor.shoots("20-phone-modal")
    await visitor.page.keyboard.press("Escape")
    await visitor.rests()
    assert await visitor.page.locator("dialog.modal").count() == 0
    await visitor.presses("People and channels")
    await visitor.shoots("21-phone-people")
    for path in ("?as=maria&at=dm", "?as=maria&at=home", "inspector", "gallery"):
        await visitor.page.goto(visitor.address + path)
        wide = await visitor.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, path


async def test_a_zone_and_a_country_are_searched_by_name(visitor: Visitor) -> None:
    await begins(visitor, "maria")
    await visitor.goes("maria")
    await visitor.types("/secondchair settings")
    dialog = visitor.page.locator("dialog.modal")
    for label, typed, offered in (
        ("Your own time zone", "istanbul", "Istanbul, Türkiye"),
        ("Public holidays", "bavaria", "Bavaria, Germany"),
    ):
        field = dialog.get_by_role("combobox", name=label)
        await field.click()
        await field.fill(typed)
        await dialog.get_by_role("option", name=offered).wait_for()
        await visitor.shoots(f"12-searching-for-{typed}")
        await field.press("Enter")
        await expect(field).to_have_value(offered)
    await visitor.shoots("12-searching-menus")
    await dialog.locator("footer .primary").click()
    await visitor.sees("08:30 (Europe/Istanbul)")
