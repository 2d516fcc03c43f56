"""The rules of tone for one text, each a function that tells what is wrong with it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.lint.reading_ease import words_of
from content.lint.tone import Tone
from content.models import Prompt

Complaints = Iterator[tuple[str, str]]  # the name of the rule, and what is wrong

# A number with a plural after it, which is wrong for 1: it needs both wordings.
_BARE_PLURAL = re.compile(
    r"\{(?:count|weeks|days|people|leaders|others|minutes|length|sent)\} (?:more )?(?:\w+s|people)\b"
)
_SENTENCE = re.compile(r"(?<=[.?:…])\s+")
_ACT = re.compile(r"(?<=[.?…])\s+")  # what follows a colon is part of the act before the colon
_LEAD_IN = re.compile(
    r"^(?:then|first|today|afterwards|instead|together|only then|next|now|later)\b,?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One prompt under the rules of its locale; `action` is its action without what is quoted."""

    tone: Tone
    prompt: Prompt
    action: str


def without_speech(tone: Tone, text: str) -> str:
    """A text in which every quotation is reduced to its quotation marks."""
    begin, end = tone.quotes[0], tone.quotes[1]
    return re.sub(f"{begin}[^{end}]*{end}", f"{begin} {end}", text)


def anywhere(tone: Tone, text: str) -> Complaints:
    """What no sentence may say to anybody."""
    for name, why in (
        ("banned", "is a cliché"),
        ("idioms", "is an idiom that some readers will not know"),
        ("shapes", "is not idiomatic"),
    ):
        if phrase := tone.find(f"anywhere.{name}", text):
            yield name, f"“{phrase}” {why}"
    begin, end = tone.quotes[0], tone.quotes[1]
    if text.count(begin) != text.count(end):
        yield "marks", f"a {begin} or {end} is missing"
    if straight := re.search(r"['\"]", text):
        yield "marks", f"write ’ or {begin} {end} instead of {straight.group()}"
    if re.search(r"\S  +\S", text):
        yield "marks", "has two spaces in a row"


def of_words(tone: Tone, key: str, text: str) -> Complaints:
    """Everything that is wrong with one sentence of a surface; a key that ends in "many" may have a bare plural."""
    yield from anywhere(tone, text)
    if not key.endswith(".many") and (match := _BARE_PLURAL.search(text)):
        yield "plurals", f"“{match.group()}” is wrong for 1: write {{count, plural, one {{# week}} other {{# weeks}}}}"


def of_prompt(tone: Tone, prompt: Prompt, *, of_programme: bool = False) -> Complaints:
    """Everything that is wrong with one prompt. Those of a programme have a week of their own, and no occasion."""
    reading = _Reading(tone, prompt, without_speech(tone, prompt.action))
    for rule in _PROMPT_RULES:
        yield from rule(reading)
    if not of_programme and prompt.occasion is None and (phrase := tone.find("prompt.calendar", reading.action)):
        yield "calendar", f"“{phrase}” does not fit every day: give the prompt an occasion, or reword it"


def _length(reading: _Reading) -> Complaints:
    tone, prompt = reading.tone, reading.prompt
    limits, words = tone.limits, len(words_of(prompt.action))
    if words > limits.most_words_action:
        yield "length", f"action has {words} words; at most {limits.most_words_action} get read"
    if (
        longest := max(len(words_of(sentence)) for sentence in _SENTENCE.split(prompt.action))
    ) > limits.most_words_a_sentence:
        yield "length", f"action has a sentence of {longest} words; at most {limits.most_words_a_sentence} get read"
    words = len(words_of(prompt.why))
    if not limits.fewest_words_why <= words <= limits.most_words_why:
        yield (
            "length",
            f"why has {words} words; it needs {limits.fewest_words_why} to {limits.most_words_why} to say something",
        )


def _ease(reading: _Reading) -> Complaints:
    tone, prompt = reading.tone, reading.prompt
    ease = tone.formula.ease(f"{prompt.action} {prompt.why}")
    if ease < tone.limits.least_ease:
        yield "reading ease", f"reads at {ease:.0f}; {tone.name} begins at {tone.limits.least_ease}"


def _wording(reading: _Reading) -> Complaints:
    tone, prompt = reading.tone, reading.prompt
    for text in (prompt.action, prompt.why):
        yield from anywhere(tone, text)
    for field, text in (("action", reading.action), ("why", without_speech(tone, prompt.why))):
        if phrase := tone.find("prompt.character", text):
            yield "character", f"{field} is about character: “{phrase}”"
        if prompt.audience != "team" and (phrase := tone.find("prompt.first_person", text)):
            yield "second person", f"{field} says “{phrase}”"
        if phrase := tone.find("prompt.third_person", text):
            yield "second person", f"{field} says “{phrase}”"


def _audience(reading: _Reading) -> Complaints:
    tone, prompt = reading.tone, reading.prompt
    both = f"{prompt.action} {prompt.why}"
    if prompt.audience == "salesperson" and (phrase := tone.find("prompt.not_for_salespeople", both)):
        yield "audience", f"a salesperson has a manager, not a “{phrase}”"
    if prompt.audience == "team" and (phrase := tone.find("prompt.not_for_channels", both)):
        yield "audience", f"“{phrase}” asks about one person in front of all the others"


def _one_act(reading: _Reading) -> Complaints:
    tone = reading.tone
    acts = [sentence for sentence in _ACT.split(reading.action) if _begins_with_act(tone, sentence)]
    if not acts:
        yield "imperative", "no sentence of action begins with a verb listed in tone.toml"
    if len(acts) > tone.limits.most_imperatives:
        yield "imperative", f"action asks for {len(acts)} steps; at most {tone.limits.most_imperatives} are one act"


def _begins_with_act(tone: Tone, sentence: str) -> bool:
    """Whether a sentence begins with an imperative, or goes on with one after what comes before a comma or a dash.

    “Do you …?” begins with a verb and asks for no act.
    """
    if sentence.endswith("?") and sentence.lower().startswith("do "):
        return False
    for part in re.split(r"[,;–]\s+", sentence):
        words = _LEAD_IN.sub("", part).split()
        if words and words[0].strip("“”„.,:?").lower() in tone.imperatives:
            return True
    return False


def _why(reading: _Reading) -> Complaints:
    tone, prompt = reading.tone, reading.prompt
    if phrase := tone.find("why.hollow", prompt.why):
        yield "hollow", f"why reads like a proverb: “{phrase}”"
    if not tone.find("why.somebody", prompt.why):
        yield "hollow", "why mentions nobody"
    if phrase := tone.find("why.claims", prompt.why):
        yield "claim", f"why makes a claim without a source: “{phrase}”"


def _minutes(reading: _Reading) -> Complaints:
    tone, prompt = reading.tone, reading.prompt
    for pace in tone.paces:
        if (match := pace.pattern.search(reading.action)) and not pace.least <= prompt.minutes <= pace.most:
            span = f"{pace.least} minutes or more" if prompt.minutes < pace.least else f"{pace.most} minutes or less"
            yield "minutes", f"“{match.group()}” takes {span}, but minutes is {prompt.minutes}"


_PROMPT_RULES: tuple[Callable[[_Reading], Complaints], ...] = (
    _length, _ease, _wording, _audience, _one_act, _why, _minutes,
)  # fmt: skip
