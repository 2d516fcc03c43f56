"""The page without a browser: who gets in, what it answers, how words and times are read."""

from datetime import UTC, datetime

import aiohttp
import pytest

from bot.playground.page.chart import bars, slices
from bot.playground.page.draw import Pen
from bot.playground.page.gallery import CALLED
from bot.playground.page.marks import marked
from bot.playground.page.studio import Studio
from bot.playground.page.times import next_friday, next_morning, picked, quarter_end
from bot.web.pages import TEMPLATES

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1]"])
async def test_another_host_header_is_refused(studio: tuple[Studio, str], host: str) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        assert (await session.get("/", headers={"Host": host})).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "text/plain"},
    ],
)
async def test_posts_from_elsewhere_are_refused(studio: tuple[Studio, str], headers: dict[str, str]) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        given = {"Content-Type": "application/json"} | headers
        for path in ("/act", "/clock", "/story"):
            assert (await session.post(path, data='{"do": "home", "as": "maria"}', headers=given)).status == 403


async def test_what_to_try_first_stands_there_until_somebody_does_something(studio: tuple[Studio, str]) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:

        async def hints() -> bool:
            return "See a finished quarter" in await (await session.get("/?as=maria&at=home")).text()

        assert await hints()
        for act, is_left in ({"do": "home"}, True), ({"do": "press", "key": "start", "kind": "home"}, False):
            await (await session.post("/act", json={"as": "maria"} | act)).json()
            assert await hints() is is_left
        await studio[0].raise_curtain()
        assert await hints()


async def test_a_page_hears_whether_it_is_drawn_as_things_stand(studio: tuple[Studio, str]) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        page = await (await session.get("/?as=tom&at=sales")).text()
        drawn = int(page.partition('data-version="')[2].partition('"')[0])
        async with session.get("/events") as stream:
            assert await _told(stream) == drawn, "nothing has happened since"
            await session.post("/act", json={"as": "maria", "do": "write", "text": "Good morning", "channel": "sales"})
            while await _told(stream) == drawn:  # a page may be told of the same version twice
                pass


async def _told(stream: aiohttp.ClientResponse) -> int:
    """The next version that the stream announces."""
    while not (line := await stream.content.readline()).startswith(b"data: "):
        pass
    return int(line.removeprefix(b"data: "))


async def test_the_mark_is_that_of_the_apps_own_pages(studio: tuple[Studio, str]) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        page, mark = await (await session.get("/")).text(), await (await session.get("/icon.svg")).read()
    assert mark == (TEMPLATES / "icon.svg").read_bytes()
    assert page.count('src="/icon.svg"') >= 2


@pytest.mark.parametrize("path", ["/?as=nobody", "/?as=maria&at=nowhere", "/?as=tom&at=leaders", "/call/99999"])
async def test_what_is_not_there_is_not_found(studio: tuple[Studio, str], path: str) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        assert (await session.get(path)).status == 404


@pytest.mark.parametrize(
    ("path", "given", "told"),
    [
        ("/act", {"do": "fly"}, "This page cannot do that."),
        ("/act", {"do": "write", "text": "/nothing"}, "/nothing is not a valid command."),
        ("/act", {"do": "press", "key": "x/y", "kind": "modal"}, "That form is no longer open."),
        (
            "/act",
            {"do": "press", "key": "x/y", "kind": "message", "channel": "sales", "ts": "1"},
            "That message no longer exists.",
        ),
        ("/clock", {"to": "ride"}, "There is none coming up."),
        ("/clock", {"at": "soon"}, "That is not a time that I understand."),
        ("/clock", {"at": "2020-01-01T09:00"}, "The clock never goes back"),
    ],
)
async def test_what_cannot_be_done_is_said(
    studio: tuple[Studio, str], path: str, given: dict[str, str], told: str
) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        answer = await (await session.post(path, json={"as": "maria", **given})).json()
    assert answer["told"][0].startswith(told)


async def test_a_message_is_unread_until_it_is_looked_at_and_a_reply_stands_in_its_thread(
    studio: tuple[Studio, str],
) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        await session.post("/act", json={"as": "tom", "do": "write", "text": "Good *morning*", "channel": "sales"})
        before = await (await session.get("/?as=maria&at=dm")).text()
        seen = await (await session.get("/?as=maria&at=sales")).text()
        after = await (await session.get("/?as=maria&at=dm")).text()
        room = studio[0].stage.workspace.channel("sales")
        assert room is not None
        ts = studio[0].stage.as_("tom").messages(room)[-1].ts
        reply = {"as": "maria", "do": "write", "text": "Hello Tom", "channel": room.id, "thread": ts}
        await session.post("/act", json=reply)
        main = await (await session.get("/?as=tom&at=sales")).text()
        thread = await (await session.get(f"/?as=tom&at=sales&thread={ts}")).text()
    assert before.count("unread: ") > after.count("unread: ")
    assert "Good <strong>morning</strong>" in seen
    assert "1 reply" in main
    assert "Hello Tom" not in main
    assert "Hello Tom" in thread


async def test_the_clock_plays_an_hour_a_second(studio: tuple[Studio, str]) -> None:
    before = studio[0].stage.now
    studio[0].play(on=True)
    async for _ in studio[0].news(5):
        if studio[0].stage.now > before:
            break
    studio[0].play(on=False)
    assert (studio[0].stage.now - before).total_seconds() % 3600 == 0


async def test_the_inspector_shows_calls_and_hands_them_out(studio: tuple[Studio, str]) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        await session.post("/act", json={"as": "maria", "do": "home"})
        page = await (await session.get("/inspector?filter=views.publish")).text()
        calls = await (await session.get("/traffic.json?filter=views.publish")).json()
        number = page.partition('id="call-')[2].partition('"')[0]
        one = await (await session.get(f"/call/{number}")).text()
    assert calls[0]["name"] == "views.publish"
    assert "As shown in Slack" in one
    assert "From sales manager to sales leader" in one


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*a* _b_ ~c~ `d`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>"),
        ("```x\ny```", "<pre>x\ny</pre>"),
        ("> one\n> two\nthree", "<blockquote>one<br>two</blockquote>three"),
        ("<@U1> in <#C1>", '<span class="mention">@Maria Keller</span> in <span class="mention">#sales</span>'),
        ("<!channel>", '<span class="mention">@channel</span>'),
        ("<!date^1^{date}|19 Oct>", "19 Oct"),
        ("<javascript:alert(1)|x>", "x"),
        ("&lt;b&gt; :wave: :no_such:", "&lt;b&gt; 👋 :no_such:"),
        ("<b>", "<b>".replace("<b>", "b")),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, drawn: str) -> None:
    assert str(marked(text, CALLED)) == drawn


def test_a_link_opens_elsewhere_and_tells_nothing() -> None:
    link = '<a href="https://a.example/?b&amp;c" target="_blank" rel="noreferrer noopener">words</a>'
    assert str(marked("<https://a.example/?b&amp;c|words>", CALLED)) == link


def test_where_the_clock_bar_leads() -> None:
    friday = datetime(2026, 10, 23, 13, 0, tzinfo=UTC)
    assert next_friday(datetime(2026, 10, 19, 6, tzinfo=UTC), BERLIN) == friday
    assert next_friday(friday, BERLIN) == datetime(2026, 10, 30, 14, 0, tzinfo=UTC)
    assert next_morning(friday, BERLIN) == datetime(2026, 10, 26, 8, 0, tzinfo=UTC), (
        "the Monday, after the clocks went back"
    )
    end = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert quarter_end(friday, BERLIN) == end
    assert quarter_end(end, BERLIN) == datetime(2027, 3, 31, 16, 0, tzinfo=UTC)
    assert picked("2026-10-23T15:00", BERLIN) == friday


def test_charts_have_their_bars_and_slices() -> None:
    points = [{"label": "Mon", "value": 2}, {"label": "Tue", "value": 4}]
    chart = {"type": "bar", "series": [{"name": "Led", "data": points}], "axis_config": {"categories": ["Mon", "Tue"]}}
    assert [(bar.y, bar.height) for bar in bars(chart).bars] == [(50.0, 50.0), (0.0, 100.0)]
    assert bars(chart).lines == ("25.00,50.00 75.00,0.00",)
    pie = {"type": "pie", "segments": points}
    assert [piece.words for piece in slices(pie)] == ["Mon: 2", "Tue: 4"]
    for each in (chart, {**chart, "type": "line"}, pie):
        drawn = Pen(CALLED).blocks([{"type": "data_visualization", "title": "How it went", "chart": each}])
        assert "How it went" in drawn
        assert "data-unknown" not in drawn
