"""What a command of ours that runs for minutes says where somebody asks it what it does."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter


def takes_no_words(name: str, about: str | None) -> None:
    """End with the usage of `python -m name` where words were given to it: its settings are environment variables.

    Raises SystemExit, with 0 for `--help` and 2 for any other word.
    """
    ArgumentParser(f"python -m {name}", description=about, formatter_class=RawDescriptionHelpFormatter).parse_args()
