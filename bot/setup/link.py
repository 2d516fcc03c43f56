"""The link that makes the Slack app.

Source: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.slack.site import apps_page


def create_link(manifest: Mapping[str, Any], api_url: str) -> str:
    """Where Slack offers to make an app just as `manifest` says: choose a workspace, look it over, create it.

    `api_url` is where the Web API is, which tells Slack from GovSlack.
    """
    compact = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    return f"https://{apps_page(api_url)}?{urlencode({'new_app': '1', 'manifest_json': compact})}"
