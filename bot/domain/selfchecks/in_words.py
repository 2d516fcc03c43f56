"""Answers to statements in the words of the form, since an id and a number mean nothing to a reader."""

from collections.abc import Mapping

from content.models import Choice, Library


def in_words(
    library: Library, answers: Mapping[str, int], asked: Mapping[str, str], choices: tuple[Choice, ...]
) -> dict[str, str]:
    """The statements with their answers. `asked` are today's statements by id, answered by `choices`; the library knows
    the former ones.

    The last choice stands for -1, "it did not come up". A statement or answer that the content no longer knows is shown
    as stored.
    """
    words: dict[str, str] = {}
    for item_id, value in answers.items():
        former = library.former_items.get(item_id)
        labels = library.frequencies if former else choices
        known = -1 <= value < len(labels)
        words[former.text if former else asked.get(item_id, item_id)] = labels[value].label if known else str(value)
    return words
