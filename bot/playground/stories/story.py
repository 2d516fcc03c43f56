"""One week of a sales team, Monday 19 to Monday 26 October 2026, as told in `make demo` and checked by its test.

Summer time ends in Europe on the Sunday in between; New York follows a week later; Kolkata and São Paulo have none, and
in Auckland it has just begun. Times are local to the person who is named, and Berlin's where nobody is.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.playground.stories.scene import Scene


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the story."""

    title: str
    tell: Callable[[Scene], Awaitable[None]]


async def nora_opens_the_app(scene: Scene) -> None:
    """Nora opens the app. Nothing goes to people who have not started, or to channels that nobody chose."""
    await scene.until("8:01")
    await scene.starts("nora", "I lead salespeople")
    scene.look("nora")
    await scene("nora").command("/secondchair nudge #sales 09:00 mon-fri", channel="#sales")
    await scene("nora").command("/secondchair nudge digest #leaders 16:00 mon")


async def maria_names_her_salespeople(scene: Scene) -> None:
    """Maria names her salespeople. Each is told and can decline: Lea does, and Arjun does not answer."""
    await scene.until("8:02")
    await scene.starts("maria")
    await scene("maria").press("Name my salespeople")
    await scene("maria").submit({"people": scene.ids("tom", "lea", "priya", "arjun")})
    await scene.until("8:05")
    await scene.joins("tom")
    await scene("lea").press("No, thanks")
    await scene.joins("priya")
    await scene.sets("tom", prompt_at="08:15")
    await scene.sets("priya", prompt_at="12:00")


async def a_ride_along_is_planned(scene: Scene) -> None:
    """Two ride-alongs are planned: one for this afternoon, and one for Thursday with Priya, who is in Kolkata."""
    await scene.until("8:20")
    await scene("maria").command("/ridealong @tom Acme today 15:00")
    await scene("maria").submit({"signal": "What have you seen elsewhere?", "skill": "ask what waiting costs them"})
    await scene("tom").press("Confirm")
    await scene("maria").command("/ridealong @priya Bolt Energy thu 15:00")
    await scene("maria").submit({"call_type": "Joint: each of you has planned parts"})
    await scene("priya").press("Confirm")


async def the_first_prompts(scene: Scene) -> None:
    """The first prompts came with Start: one is done, one gets a private note, one is put off, and several people
    answer in the channel.
    """
    await scene.until("8:40")
    await scene("tom").press("Done")
    await scene("priya").pick("In an hour")
    await scene.reflects("maria", "I let Tom answer first. It took four seconds of silence.")
    await scene.until("9:10")
    await scene("lea").press("Done")
    await scene("arjun").press("Done")
    await scene.until("12:00")
    await scene("priya").press("Done")


async def new_york_wakes_up(scene: Scene) -> None:
    """New York wakes up. James leads three people; Ben works from Chicago this week, and Ana gets her first prompt as
    soon as she asks for it.
    """
    await scene.until("8:00", "james")
    await scene.starts("james")
    await scene("james").press("Name my salespeople")
    await scene("james").submit({"people": scene.ids("ben", "ana", "kiri")})
    await scene.sets("james", checkin_at="14:00")
    await scene.until("8:10", "james")
    await scene.joins("ben")
    await scene.sets("ben", zone="America/Chicago")
    await scene.joins("ana")


async def the_ride_along(scene: Scene) -> None:
    """The ride-along: a brief before it, then both are asked without seeing the other's answers, then both views open
    at once.
    """
    await scene.until("16:10")
    await scene("tom").press("Yes, I asked for it")
    await scene("tom").press("Add what you saw")
    went, cue, step = (
        "When I asked what waiting costs them.",
        "they ask for a discount",
        "ask what they compare us with",
    )
    await scene("tom").submit({"salesperson_went": went, "if": cue, "then": step, "share": "shared"})
    await scene.until("16:20")
    await scene("maria").press("Yes, and nobody asked for it")
    await scene("maria").press("Add what you saw")
    await scene("maria").submit({"moment": "They asked about a discount.", "share": "shared"})


async def tuesday(scene: Scene) -> None:
    """Tuesday. Kiri starts in Auckland, Ana turns her prompt down, Nora ignores hers, and Maria keeps a coaching
    moment.
    """
    await scene.until("tuesday 8:00", "kiri")
    await scene.joins("kiri")
    await scene.until("tuesday 9:00", "kiri")
    await scene("kiri").press("Done")
    await scene("kiri").command("/secondchair pause until thursday")
    await scene.until("tuesday 9:30")
    message = await scene("tom").send("#sales", "I asked Acme what waiting costs them, and they did the sum for me.")
    await scene("maria").shortcut("coaching_moment", message)
    await scene("maria").submit({"salesperson": scene.ids("tom")[0]})
    await scene.until("tuesday 9:00", "ana")
    await scene("ana").press("Not for me")
    await scene.until("tuesday 9:00", "james")
    await scene("james").press("Done")


async def wednesday(scene: Scene) -> None:
    """Wednesday. Maria does her self-check; Nora's prompt of yesterday has been replaced by a new one. Lea, who is on
    nobody's team, leads two newcomers from today on.
    """
    await scene.until("wednesday 8:50")
    await scene("nora").press("Done")
    await scene.starts("lea")
    await scene("maria").command("/selfcheck")
    shares = ("most", "some", "all", "not_up", "none")
    items = scene.stage.bot.library.items
    await scene("maria").tap_answers({item_id: shares[at % 5] for at, item_id in enumerate(items)})
    await scene("maria").close()
    await scene.until("wednesday 9:00", "ana")
    await scene("ana").press("Done")
    await scene.until("wednesday 9:00", "ben")
    await scene("ben").press("Done")


async def thursday(scene: Scene) -> None:
    """Thursday, the call with Priya: 15:00 for Maria is 18:30 in Kolkata. Both answer with one tap."""
    await scene.until("thursday 16:00")
    await scene("maria").press("No")
    await scene("priya").press("No")
    await scene("priya").command("/secondchair today")


async def friday(scene: Scene) -> None:
    """Friday, the weekly check-in: Nora and Maria answer; James is in a meeting and does not, and Lea never does."""
    await scene.until("friday 15:05")
    await scene("nora").press("Both")
    await scene("maria").press("Mostly led")
    await scene("maria").press("Add details")
    plan = {"if": "a customer turns to me about price", "then": "look at the salesperson and wait"}
    await scene("maria").submit({"developed": scene.ids("tom", "priya"), "takeovers": 1, **plan})


async def monday_after_the_change(scene: Scene) -> None:
    """Monday. Clocks went back in Berlin but not in New York. James is reminded, the digest comes, and Tom tells how
    his step went.
    """
    await scene.until("monday 8:45")
    await scene("maria").press("Done")
    await scene.until("9:10", "james")
    await scene("james").press("Mostly managed")
    await scene.until("15:50")
    await scene("tom").press("Kept")
    await scene.until("16:30")
    await scene("maria").command("/secondchair checkin")
    await scene("maria").press("Kept")
    await scene("maria").command("/secondchair streak")
    await scene("maria").open_home()
    scene.look("maria")


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("Monday: Nora, head of sales, opens the app", nora_opens_the_app),
    Chapter("Monday: Maria names her salespeople", maria_names_her_salespeople),
    Chapter("Monday: a ride-along is planned", a_ride_along_is_planned),
    Chapter("Monday: the first prompts", the_first_prompts),
    Chapter("Monday: New York wakes up", new_york_wakes_up),
    Chapter("Monday: the ride-along", the_ride_along),
    Chapter("Tuesday", tuesday),
    Chapter("Wednesday", wednesday),
    Chapter("Thursday", thursday),
    Chapter("Friday: did you lead or manage this week?", friday),
    Chapter("Monday, after the end of summer time", monday_after_the_change),
)
