"""What a leader's check-ins say over time: a sentence each, with its numbers, its span and its weeks."""

from collections.abc import Iterable

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.when import day
from bot.domain.checkins.findings import FEWEST_TO_COMPARE
from bot.domain.checkins.insights import FEWEST_TO_COUNT, Insight, InsightFacts
from content.models import Library


def insights(library: Library, facts: InsightFacts) -> Message:
    """Every sentence that the check-ins bear, the rule that they keep, and who sees them."""
    title = library.say("insights.title")
    blocks = [block_kit.header(title)]
    if facts.insights:
        blocks.append(block_kit.context(library.say("insights.intro", weeks=facts.weeks, first=day(facts.first))))
        blocks += [block_kit.section(sentence(library, insight)) for insight in facts.insights]
    else:
        blocks.append(block_kit.section(library.say("insights.none", weeks=facts.weeks, fewest=FEWEST_TO_COUNT)))
        blocks.append(block_kit.context(library.say("insights.sees")))
        return Message(title, tuple(blocks))  # nothing is counted yet, so there is no rule to explain
    if not any(insight.is_finding for insight in facts.insights):
        blocks.append(block_kit.section(library.say("insights.no_difference")))
    blocks.append(
        block_kit.context(library.say("insights.rule", fewest=FEWEST_TO_COMPARE), library.say("insights.sees"))
    )
    return Message(library.say("insights.text", count=len(facts.insights)), tuple(blocks))


def sentence(library: Library, one: Insight) -> str:
    """One insight in mrkdwn: what is so, then what it rests on."""
    basis = library.say("insights.basis", weeks=one.weeks, first=day(one.first), last=day(one.last))
    return f"{library.say(f'insights.{_key(one)}', **_facts(library, one))} _{basis}_"


def sentences(library: Library, found: Iterable[Insight]) -> list[str]:
    """Several in mrkdwn."""
    return [sentence(library, one) for one in found]


def _key(one: Insight) -> str:
    if one.key == "takeovers":
        return f"takeovers.{('none', 'one', 'many')[min(one.numbers['count'], 2)]}"
    if one.key == "kept":
        return "kept.part" if one.numbers["partly"] else "kept.whole"
    if one.key == "developed":
        size = "one" if one.numbers["people"] == 1 else "many"
        return f"developed.{size if one.people else 'alike'}"
    return one.key


def _facts(library: Library, one: Insight) -> dict[str, object]:
    facts: dict[str, object] = {**one.numbers, "weeks": one.weeks}
    if one.key == "takeovers":
        facts["rate"] = f"{one.numbers['count'] / one.numbers['of']:.1f}"
    if one.months:
        facts["months"] = ", ".join(
            library.say("insights.month", month=f"{month:%b}", led=led, of=of) for month, led, of in one.months
        )
    if one.people:
        facts["person"] = block_kit.person(one.people[0])
    if one.choice:
        facts["choice"] = block_kit.escape(_pull(library, one.choice))
    return facts


def _pull(library: Library, choice: str) -> str:
    labels = {each.key: each.label for each in library.questions["checkin.pulled"].choices}
    label = labels.get(choice, choice)
    return label[:1].lower() + label[1:]
