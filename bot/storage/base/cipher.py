"""Encryption of free text and tokens: sealed before they are written, opened after they are read."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnreadableText(str):
    """Takes the place of a text that no key opens. It keeps the sealed value, so that saving the rest of a row loses
    nothing: once the right key is there, the text is back.
    """

    __slots__ = ("sealed",)
    sealed: str

    @classmethod
    def of(cls, sealed: str, shown: str) -> "UnreadableText":
        """An instance for the sealed value; people read `shown` instead."""
        made = cls(shown)
        made.sealed = sealed
        return made


class Cipher:
    """Seals with the newest key and opens with any. Its repr shows no key."""

    def __init__(self, keys: Sequence[str], unreadable: str = "…") -> None:
        """`keys`: Fernet keys, newest first; `unreadable` is shown if none of them opens a text.

        Raises ValueError if one is not a Fernet key.
        """
        self._unreadable = unreadable
        self._newest = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> str:
        """The text, encrypted; an empty text stays empty, so that "nothing written" needs no key."""
        if isinstance(text, UnreadableText):
            return text.sealed
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def read(self, sealed: str) -> str:
        """A person's text; an UnreadableText if no key opens it, so that one such row does not spoil the others."""
        try:
            return self.open(sealed)
        except InvalidToken:
            return UnreadableText.of(sealed, self._unreadable)

    def open(self, sealed: str) -> str:
        """The text. Raises cryptography.fernet.InvalidToken if no key opens it."""
        return _opened(self._fernet, sealed).decode() if sealed else ""

    def reseal(self, sealed: str) -> str:
        """The same text sealed with the newest key; unchanged if it already was. Raises what `open` raises."""
        if not sealed:
            return ""
        try:
            _opened(self._newest, sealed)
        except InvalidToken:
            return self._newest.encrypt(_opened(self._fernet, sealed)).decode()
        return sealed


def _opened(fernet: Fernet | MultiFernet, sealed: str) -> bytes:
    """The decrypted bytes. Raises InvalidToken for anything else as well: Fernet itself raises other errors for
    non-ASCII characters and for values that are not text.
    """
    try:
        return fernet.decrypt(sealed)
    except (TypeError, ValueError):
        raise InvalidToken from None


def new_key() -> str:
    """A new key."""
    return Fernet.generate_key().decode()
