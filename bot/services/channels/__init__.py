"""Use cases of channel nudges."""
