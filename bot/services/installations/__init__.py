"""Use cases of installations: installing, tokens, scopes, and the end of it."""
