"""Use cases of installations: installing, tokens, scopes, and uninstalling."""
