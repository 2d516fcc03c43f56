"""The address of a webhook, as Slack sends what was typed."""

import pytest

from bot.webhooks.sender import checked_address


@pytest.mark.parametrize("typed", ["{}", "<{}>", "<{}|hooks.example>", " {} "])
def test_an_ampersand_that_slack_sends_as_an_entity_is_saved_as_it_was_typed(typed: str) -> None:
    address = "https://hooks.example/run?version=1&sig=a%2Fb"
    assert checked_address(typed.format(address.replace("&", "&amp;"))) == address
