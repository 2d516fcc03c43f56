"""Use cases of integrations: people issue and revoke access keys in Slack, and other tools use them."""
