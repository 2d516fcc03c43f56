"""Free text and tokens are sealed before they are written, and opened after they are read."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnreadableText(str):
    """Stands in the place of a text that no key opens. It keeps what was sealed, so that whoever saves the rest of a
    row again loses nothing of it: with the right key the text is back.
    """

    __slots__ = ("sealed",)
    sealed: str

    @classmethod
    def of(cls, sealed: str, shown: str) -> "UnreadableText":
        """What people read in its place is `shown`."""
        made = cls(shown)
        made.sealed = sealed
        return made


class Cipher:
    """Seals with the newest key and opens with any of them. Its repr shows no key."""

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
        """A person's text; where no key opens it an UnreadableText, so that one row spoils nothing beside it."""
        try:
            return self.open(sealed)
        except InvalidToken:
            return UnreadableText.of(sealed, self._unreadable)

    def open(self, sealed: str) -> str:
        """The text. Raises cryptography.fernet.InvalidToken where no key opens it."""
        return self._fernet.decrypt(sealed).decode() if sealed else ""

    def reseal(self, sealed: str) -> str:
        """The same text under the newest key; unchanged where that one sealed it. Raises as `open` does."""
        if not sealed:
            return ""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self._fernet.rotate(sealed).decode()
        return sealed


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()
