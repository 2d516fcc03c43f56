"""Which submitted forms are decided here, what is remembered about them, and for how long."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.services.requests import Begun, NotBegunError
from bot.services.services import Services
from handlers import submissions
from handlers.submissions import GAP, PATIENCE, Decision, Submissions, Turn, key_of

SLACK_WAITS = 3.0  # seconds


class Ledger:
    """What the database says about every form, in this order, then the last one again; ConnectionError while `away`.
    `forgotten` counts.
    """

    def __init__(self, *said: Begun) -> None:
        self.said = list(said)
        self.away: type[ConnectionError] | None = None
        self.forgotten = 0

    async def begin(self, _workspace_id: str, _key: str) -> Begun:
        self._ask()
        return self.said.pop(0) if len(self.said) > 1 else self.said[0]

    async def done(self, _workspace_id: str, _key: str) -> None:
        self._ask()

    async def leave(self, _workspace_id: str, _key: str) -> None:
        self._ask()
        self.forgotten += 1

    def _ask(self) -> None:
        if self.away:
            raise self.away


def form(view: str = "V1", text: str = "") -> dict[str, Any]:
    return {"id": view, "hash": "h", "state": {"values": {"note": text}}}


def submitted(ledger: Ledger | None = None, patience: float = 0.0, pauses: list[float] | None = None) -> Submissions:
    async def pause(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    return Submissions(cast("Services", SimpleNamespace(requests=ledger)), patience, pause)


def sent(forms: Submissions, view: str, text: str = "", workspace_id: str = "T1") -> tuple[Decision, Turn]:
    decision, turn = forms.enter(workspace_id, form(view, text))
    assert turn is not None
    return decision, turn


@pytest.mark.parametrize("success", [True, False], ids=["saved", "not saved"])
async def test_the_first_decision_holds(*, success: bool) -> None:
    decision = Decision()
    first, second = (decision.accept, decision.refuse) if success else (decision.refuse, decision.accept)
    await first(errors="first")
    await second(errors="second")
    assert (await decision.within(None), decision.is_success) == ({"errors": "first"}, success)


async def test_a_form_is_told_from_those_of_other_workspaces_and_views() -> None:
    forms = submitted()
    of_one, _ = sent(forms, "V1")
    sent(forms, "V1", workspace_id="T2")
    sent(forms, "V2")
    assert forms.enter("T1", form("V1")) == (of_one, None)


async def test_those_decided_first_are_forgotten_first_and_none_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "MOST_KEPT", 3)
    forms = submitted()
    for view, text in (("V1", "a"), ("V2", ""), ("V3", ""), ("V1", "b"), ("V4", "")):
        decision, _ = sent(forms, view, text)
        if view != "V2":
            await decision.accept()
    known = {view: forms.enter("T1", form(view, text))[1] for view, text in (("V4", ""), ("V1", "b"), ("V2", ""))}
    assert known == {"V4": None, "V1": None, "V2": None}
    sent(forms, "V3")


async def test_none_is_forgotten_before_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "MOST_KEPT", 5)
    forms, views = submitted(), ("V1", "V2", "V3", "V4")
    for view in views:
        await sent(forms, view)[0].accept()
    assert [forms.enter("T1", form(view))[1] for view in views] == [None] * 4


async def test_what_failed_may_be_sent_again_and_what_came_after_it_stays() -> None:
    forms = submitted()
    first, turn = sent(forms, "V1", "a")
    second, _ = sent(forms, "V1", "b")
    await first.refuse()
    await turn.end()
    assert forms.enter("T1", form("V1", "b")) == (second, None)


async def test_what_is_saved_is_known_and_never_forgotten_though_the_database_does_not_hear_of_it() -> None:
    ledger = Ledger(Begun.NOW, Begun.UNDECIDED)
    forms = submitted(ledger)
    decision, turn = sent(forms, "V1")
    assert await turn.begin() is Begun.NOW
    await decision.accept()
    ledger.away = ConnectionError
    await turn.end()
    ledger.away = None
    assert forms.enter("T1", form("V1")) == (decision, None)
    assert await forms.begin("T1", key_of(form("V1"))) is Begun.UNDECIDED
    assert ledger.forgotten == 0


async def test_what_may_have_begun_when_the_database_was_lost_is_forgotten_once_and_begun() -> None:
    ledger = Ledger(Begun.NOW, Begun.DONE)
    forms = submitted(ledger)
    ledger.away = NotBegunError
    with pytest.raises(NotBegunError):
        await forms.begin("T1", "V1")
    ledger.away = None
    begun = [await forms.begin(*form) for form in (("T2", "V1"), ("T1", "V2"), ("T1", "V1"), ("T1", "V1"))]
    assert (begun, ledger.forgotten) == ([Begun.NOW, Begun.DONE, Begun.DONE, Begun.DONE], 1)


@pytest.mark.parametrize(
    ("said", "patience", "pauses", "begun"),
    [
        ((Begun.UNDECIDED, Begun.UNDECIDED, Begun.DONE), PATIENCE, [0.2, 0.2], Begun.DONE),
        ((Begun.UNDECIDED,), 0.4, [0.2, 0.2], Begun.UNDECIDED),
    ],
    ids=["until it has decided", "not for ever"],
)
async def test_another_process_is_waited_for(
    said: tuple[Begun, ...], patience: float, pauses: list[float], begun: Begun
) -> None:
    paused: list[float] = []
    assert await submitted(Ledger(*said), patience, paused).begin("T1", "V1") is begun
    assert paused == pauses
    assert PATIENCE + GAP < SLACK_WAITS


def test_a_key_says_what_was_typed_where_and_no_word_of_it() -> None:
    values = {"note": {"a": 1, "b": 2}, "why": {}}
    view = {"id": "V1", "hash": "h", "state": {"values": values}}
    turned = {"note": {"b": 2, "a": 1}, "why": {}}
    assert key_of(view) == key_of(view | {"state": {"values": turned}}) == "view V1 h 9fafbf47e1808da6"
    assert key_of({"id": "V1", "hash": "h", "state": None}) == "view V1 h 7376b2cbfa0ad26e"
