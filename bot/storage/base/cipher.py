"""Free text and tokens are sealed before they are written, and opened after they are read."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Cipher:
    """Seals with the newest key and opens with any of them. Its repr shows no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: Fernet keys, newest first. Raises ValueError where one is not such a key."""
        self._newest = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> str:
        """The text, encrypted; an empty text stays empty, so that "nothing written" needs no key."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

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
