"""Rules: pure functions over frozen dataclasses. Standard library and `content.models` only; time is an argument."""
