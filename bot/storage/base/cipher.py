"""Encryption of free text and tokens: sealed before they are written, opened after they are read."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnreadableText(str):
    """Takes the place of a text that no key opens. It keeps the sealed value, so that saving the rest of a row loses
    nothing: with the right key the text is back.
    """

    __slots__ = ("sealed",)
    sealed: str

    @classmethod
    def of(cls, sealed: str, shown: str) -> "UnreadableText":
        """One for the sealed value; people read `shown` in its place."""
        made = cls(shown)
        made.sealed = sealed
        return made


class Cipher:
    """Seals with the newest key and opens with any. Its repr shows no key."""

    def __init__(self, keys: Sequence[str], unreadable: str = "…") -> None:
        """`keys`: Fernet keys, newest first; `unreadable` is read where none of them opens a text.

        Raises ValueError where one is not such a key.
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
        """A person's text; an UnreadableText where no key opens it, so that one such row does not spoil the others."""
        try:
            return self.open(sealed)
        except InvalidToken:
            return UnreadableText.of(sealed, self._unreadable)

    def open(self, sealed: str) -> str:
        """The text. Raises cryptography.fernet.InvalidToken where no key opens it."""
        return _opened(self._fernet, sealed).decode() if sealed else ""

    def reseal(self, sealed: str) -> str:
        """The same text sealed with the newest key; unchanged if it already was. Raises as `open` does."""
        if not sealed:
            return ""
        try:
            _opened(self._newest, sealed)
        except InvalidToken:
            return self._newest.encrypt(_opened(self._fernet, sealed)).decode()
        return sealed


def _opened(fernet: Fernet | MultiFernet, sealed: str) -> bytes:
    """What is sealed. Whatever stands there instead raises InvalidToken, too: Fernet itself raises other errors for
    letters that are not ASCII, and for what is no text.
    """
    try:
        return fernet.decrypt(sealed)
    except (TypeError, ValueError):
        raise InvalidToken from None


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()
