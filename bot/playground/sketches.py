"""Pictures in the demo, drawn only when somebody looks at one. A story makes dozens, most of them soon replaced."""

from bot.domain.pictures import Picture, as_json, from_json
from bot.pictures.artist import Artist


class SketchArtist(Artist):
    """Hands over what a picture shows in place of the picture, since drawing one costs more than an hour of a story."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[bytes, bytes] = {}

    async def draw(self, picture: Picture) -> bytes:
        """The sketch: what the picture shows, as JSON."""
        return as_json(picture).encode()

    async def finish(self, sketch: bytes) -> bytes:
        """The PNG of a sketch, drawn once. Raises EOFError as `Artist.draw` does."""
        if sketch not in self._drawn:
            self._drawn[sketch] = await super().draw(from_json(sketch.decode()))
        return self._drawn[sketch]
