"""What Slack does to typed text is undone."""

import pytest

from bot.parsing.text import as_typed


@pytest.mark.parametrize(
    ("passed_on", "typed"),
    [
        ("R&amp;D: &lt;30 minutes", "R&D: <30 minutes"),
        ("<@U1> and <@U2>", "@Maria and @U2"),
        ("<@U1|maria.keller>", "@maria.keller"),
        ("see <#C1|sales> and <#C2|>", "see #sales and #C2"),
        ("<https://acme.example/?a=1&amp;b=2>", "https://acme.example/?a=1&b=2"),
        ("<mailto:tom@acme.example|tom@acme.example>", "tom@acme.example"),
    ],
)
def test_a_text_from_slack_is_as_it_was_typed(passed_on: str, typed: str) -> None:
    assert as_typed(passed_on, {"U1": "Maria"}) == typed
