"""What a Slack status says about being away: Slack has no out-of-office flag, only words, an emoji and an expiry."""

import re
import unicodedata
from datetime import date, datetime, time

from bot.domain.time.localtime import DAY, local

# Without accents and in lower case; a line or two per language.
AWAY = re.compile(
    r"""\b(
    vacation(ing)? | holidays? | (annual|parental|maternity|paternity|sick|medical|family)\ leave | on\ leave
    | leave\ until | (off|out|on\ a\ break)\ (until|till?|from|through)\b | off\ (today|tomorrow|this|next)\b
    | (on\ )?hols | holidaying | honeymoon | pto | ooo | out\ of\ (the\ )?office | time\ off | days?\ off | sick | away
    | sabbatical
    | (\w+-?)?urlaub | ferien | elternzeit | mutterschutz | krank(geschrieben)? | abwesend | (habe|tage?)\ frei
    | frei\ bis | nicht\ (im\ (buro|haus)|da\ bis) | (ausser|außer)\ haus | auszeit
    | vacances | conges? | en\ arret | absente? | arret\ maladie | malade | rtt | hors\ du\ bureau
    | vacaciones | de\ (baja|permiso) | ausente | fuera\ de\ la\ oficina | enferm[oa] | resfriad[oa] | dias?\ libres?
    | libre\ hasta
    | ferias | (de\ )?licenca | folga | fora\ do\ escritorio | doente | atestado
    | vacanz[ae] | ferie | assente | malattia | fuori\ ufficio | maternita
    )\b | 休暇 | 休み | 休業 | 代休 | 有[給休] | [産育]休 | 病欠 | 体調不良 | 帰省 | 不在 | [🏖🌴⛱🏝🏕⛺⛷🏂🤒]""",
    re.VERBOSE,
)
SHORT = re.compile(r"\bAL\b")  # annual leave; in lower case it is part of many other words
HERE = re.compile(
    r"""\b(
    back\ from | returned
    | holiday\ inn | (holiday|vacation)\ (party|sale|season|promo\w*|campaign|plan\w*|polic\w+|request\w*|cover\w*)
    | zuruck | wieder\ da | urlaubs(planung|vertretung) | de\ (retour|vuelta|volta) | rientrat[oa]
    | work(ing|s)? | remote(ly)? | wfh | homeoffice | home\ office | teletravail | teletrabajo | trabaj\w+ | trabalh\w+
    )\b | 明け | 在宅 | 昼休み""",
    re.VERBOSE,
)
EMOJI = frozenset({
    "palm_tree", "desert_island", "beach_with_umbrella", "umbrella_on_ground", "camping", "tent", "skier",
    "ski", "snowboarder", "island", "thermometer",
    "face_with_thermometer", "mask", "sneezing_face", "face_vomiting", "vacation", "holiday", "pto", "ooo",
})  # fmt: skip
NOON = time(12)


def says_away(status: str, emoji: str = "") -> bool:
    """Whether a status says that somebody takes days off: by its text, in any of seven languages ("Im Urlaub"), or by
    its emoji (":palm_tree:"), unless the text mentions work, or being back.
    """
    plain = _plain(status)
    if HERE.search(plain):
        return False
    return (
        emoji.strip(":").partition("::")[0] in EMOJI
        or AWAY.search(plain) is not None
        or SHORT.search(status) is not None
    )


def _plain(text: str) -> str:
    """The text in lower case without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def last_day_away(expires_at: datetime, zone: str) -> date:
    """The last whole day of a status that ends at the aware `expires_at`; a day that it ends before noon is not one."""
    there = local(expires_at, zone)
    return there.date() if there.time() >= NOON else there.date() - DAY
