"""Anything in place of a sealed text counts as an unreadable text, and causes no other error."""

import pytest
from cryptography.fernet import InvalidToken

from bot.storage.base.cipher import Cipher, UnreadableText, new_key

CIPHER = Cipher([new_key()], "lost")


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param("kaputt ü", id="letters that are not ASCII"),
        pytest.param(CIPHER.seal("a text")[:-8] + "éé", id="the end of it spoilt"),
        pytest.param(CIPHER.seal("a text")[:30], id="cut off"),
        pytest.param(Cipher([new_key()]).seal("a text"), id="another key's"),
        pytest.param(b"\xff\xfe", id="bytes"),
        pytest.param(5, id="a number"),
    ],
)
def test_what_is_spoilt_is_unreadable_and_kept(spoilt: str) -> None:
    text = CIPHER.read(spoilt)
    assert isinstance(text, UnreadableText)
    assert text == "lost"
    assert CIPHER.seal(text) == spoilt
    with pytest.raises(InvalidToken):
        CIPHER.reseal(spoilt)


def test_what_an_older_key_sealed_is_sealed_anew_and_stays_the_same() -> None:
    older, newer = new_key(), new_key()
    sealed = Cipher([older]).seal("a text")
    cipher = Cipher([newer, older])
    anew = cipher.reseal(sealed)
    assert Cipher([newer]).read(anew) == "a text"
    assert cipher.reseal(anew) == anew
    assert cipher.reseal("") == ""


def test_what_is_new_is_sealed_with_the_newest_key() -> None:
    older, newer = new_key(), new_key()
    assert Cipher([newer]).read(Cipher([newer, older]).seal("a text")) == "a text", "the older one may go"
