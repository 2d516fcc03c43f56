"""Recognises meetings that will not happen: cancelled by status, method or title, or declined by the
calendar's owner.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from bot.calendar.feed.components import Property

# The words that Exchange, Outlook and Teams put before the title of a cancelled or declined meeting, by language.
BEFORE = (
    "canceled", "cancelled", "declined",  # English
    "abgesagt", "storniert", "abgelehnt",  # German
    "annulé", "annulée", "annulation", "refusé", "refusée",  # French
    "cancelado", "cancelada", "rechazado", "rechazada", "recusado", "recusada",  # Spanish, Portuguese, Galician
    "annullato", "annullata", "rifiutato", "rifiutata",  # Italian
    "geannuleerd", "afgezegd", "geweigerd", "afgewezen",  # Dutch
    "inställt", "inställd", "avbokat", "avböjt",  # Swedish
    "aflyst", "annulleret", "afslået",  # Danish
    "avlyst", "avslått",  # Norwegian
    "peruutettu", "peruttu", "hylätty",  # Finnish
    "aflýst", "hætt við",  # Icelandic
    "odwołane", "odwołano", "anulowano", "anulowane", "odrzucono",  # Polish
    "zrušeno", "zrušená", "zrušené", "odmítnuto", "odmietnuté",  # Czech, Slovak
    "törölve", "lemondva", "elutasítva",  # Hungarian
    "anulat", "anulată", "refuzat",  # Romanian
    "отменено", "отменена", "отменён", "отклонено", "скасовано", "відхилено", "отказано", "отказана",  # Cyrillic
    "otkazano", "odbijeno", "preklicano", "odpovedano", "zavrnjeno",  # Croatian, Serbian, Bosnian, Slovenian
    "tühistatud", "atcelts", "atcelta", "atšaukta", "atšauktas",  # Estonian, Latvian, Lithuanian
    "ακυρώθηκε", "ακυρωμένο", "άκυρο",  # Greek
    "iptal edildi", "i̇ptal edildi", "iptal", "reddedildi",  # Turkish
    "cancel·lat", "cancel·lada", "anul·lat", "bertan behera utzita", "ezeztatua", "ezeztatuta",  # Catalan, Basque
    "בוטל", "בוטלה", "מבוטל", "ملغى", "ملغاة", "تم الإلغاء", "تم إلغاؤه", "لغو شد", "لغو شده",  # Hebrew to Farsi
    "キャンセル済み", "キャンセル", "取り消し済み", "取り消し", "中止", "取消済み",  # Japanese
    "已取消", "取消", "취소됨", "취소", "취소된 일정",  # Chinese, Korean
    "ยกเลิก", "ยกเลิกแล้ว", "đã hủy", "đã huỷ", "dibatalkan", "kinansela", "रद्द किया गया", "रद्द",  # Thai to Hindi
)  # fmt: skip
TITLE = re.compile(rf"\W*(?:{'|'.join(map(re.escape, sorted(BEFORE, key=len, reverse=True)))})\s*[\])】]?\s*[:：﹕]")
BRACKETED = re.compile(rf"\s*[\[(【](?:{'|'.join(map(re.escape, BEFORE))})[\])】]")
NOT_PEOPLE = frozenset({"ROOM", "RESOURCE", "GROUP"})


def is_called_off(title: str) -> bool:
    """Whether a title begins with a word for cancelled or declined, in one of the languages that Exchange uses."""
    small = title.lower()
    return TITLE.match(small) is not None or BRACKETED.match(small) is not None


def is_cancelled(properties: Mapping[str, Sequence[Property]], method: str) -> bool:
    """Whether its status, or the method of its calendar, says that it is cancelled."""
    statuses = {line.value.strip().upper() for line in properties.get("STATUS", ())}
    return method.upper() == "CANCEL" or bool(statuses & {"CANCELLED", "CANCELED"})


def is_declined(properties: Mapping[str, Sequence[Property]], owners: Collection[str]) -> bool:
    """Whether an owner of the calendar (mail addresses in lower case) declined, or everybody who was asked did."""
    organizers = {_mail(line) for line in properties.get("ORGANIZER", ())}
    answers = {
        _mail(line): line.parameters.get("PARTSTAT", "").upper() == "DECLINED"
        for line in properties.get("ATTENDEE", ())
        if line.parameters.get("CUTYPE", "").upper() not in NOT_PEOPLE
    }
    if any(answers.get(owner) for owner in owners):
        return True
    asked = [declined for mail, declined in answers.items() if mail not in organizers]
    return bool(asked) and all(asked)


def _mail(person: Property) -> str:
    return re.sub(r"^mailto:", "", person.value.strip().lower())
