"""How a coaching moment looks."""

import json
from datetime import UTC, datetime

import pytest

from bot.blocks.ridealongs import moments as looks
from bot.domain.ridealongs.moments import CoachingMoment, MomentForm
from bot.localslack.validate import validate
from content.models import Library

NASTY = "<!channel> *bold* <@U9> & " + "x" * 2900


@pytest.mark.parametrize(
    ("form", "person", "text"),
    [
        (MomentForm("m1", "C1", "1.2"), None, None),
        (MomentForm("m1", "C1", "1.2", "U2", "Waited."), "U2", "Waited."),
    ],
)
def test_the_form_brings_what_is_known_and_says_who_sees_it(
    library: Library, form: MomentForm, person: str | None, text: str | None
) -> None:
    view = looks.form(library, form)
    about, saw, _share = (block for block in view["blocks"] if block["type"] == "input")
    assert validate(view, "modal") == []
    assert (about["element"].get("initial_user"), saw["element"].get("initial_value")) == (person, text)
    assert about["hint"]["text"] == library.say("common.sees.only_you")
    assert saw["hint"]["text"] == library.say("moments.sees")
    assert json.loads(view["private_metadata"]) == {"id": "m1", "channel": "C1", "ts": "1.2"}


def test_what_was_kept_is_read_back_and_rings_nobody(library: Library) -> None:
    moment = CoachingMoment("m1", "U1", "U2", datetime(2026, 10, 19, tzinfo=UTC), "C1", ts="1.2", text=NASTY)
    view = looks.kept(library, moment)
    assert validate(view, "modal") == []
    assert view["blocks"][1]["elements"][0]["elements"][0] == {"type": "text", "text": NASTY}
