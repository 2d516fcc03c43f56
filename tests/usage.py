"""What a long-running command of ours says when asked what it does."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter


def takes_no_words(name: str, about: str | None) -> None:
    """Exit with the usage of `python -m name` where arguments were given: its settings are environment variables.

    Raises SystemExit, with 0 for `--help` and 2 for any other argument.
    """
    ArgumentParser(f"python -m {name}", description=about, formatter_class=RawDescriptionHelpFormatter).parse_args()
