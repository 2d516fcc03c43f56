"""auth.test and bots.info: who a token belongs to."""

from bot.localslack.api.methods.call import Answer, ApiCall


def test(call: ApiCall) -> Answer:
    """auth.test of a bot token."""
    org = call.state.organisations.get(call.installation.org)
    return {
        "url": f"https://{call.workspace.domain}.slack.com/",
        "team": org.name if org else call.workspace.name,
        "user": call.bot.name,
        "team_id": org.id if org else call.workspace.id,
        "user_id": call.bot.id,
        "bot_id": call.installation.bot_id,
        "is_enterprise_install": org is not None,
        **({"enterprise_id": org.id} if org else {}),
    }


def bots_info(call: ApiCall) -> Answer:
    """bots.info of the app itself."""
    installation = call.installation
    shown = {"id": installation.bot_id, "deleted": False, "name": call.bot.real_name, "app_id": installation.app.id}
    return {"bot": shown | {"user_id": call.bot.id, "updated": 0, "icons": {}}}
