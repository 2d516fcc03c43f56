"""`python -m bot.pictures`: draws what comes in on standard input, one picture after another, until it ends."""

import sys

from bot.domain.pictures import from_json
from bot.pictures.draw import png
from bot.pictures.frames import LENGTH, framed

source, target = sys.stdin.buffer, sys.stdout.buffer
while head := source.read(LENGTH.size):
    target.write(framed(png(from_json(source.read(LENGTH.unpack(head)[0]).decode()))))
    target.flush()
