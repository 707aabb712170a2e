"""A reminder that somebody sends from the own phone: its text, and the link that opens it there.

Nothing is sent from here. The text is plain; placeholders in braces are replaced once, so that a
value with braces stays what it is.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

PLACEHOLDERS = {
    "kelompok": "nama kelompok",
    "ketua": "nama ketua kelompok",
    "desa": "nama desa",
    "kantor": "nama kantor",
    "jatuh_tempo": "tanggal jatuh tempo tertua yang belum dibayar",
    "jumlah": "jumlah tunggakan, pokok dan jasa",
    "tanggal": "tanggal hari ini",
}
DEFAULT_TEXT = """Yth. Ibu/Bapak {ketua}, ketua Kelompok {kelompok}, Desa {desa}.

Menurut catatan {kantor} per {tanggal}, angsuran kelompok yang jatuh tempo {jatuh_tempo} \
belum lunas. Tunggakan pokok dan jasa seluruhnya {jumlah}.

Mohon dibayar secepatnya, atau hubungi kami bila ada kesulitan. Abaikan pesan ini bila sudah \
dibayar. Terima kasih."""
LONGEST = 1_000
"""Characters of a wording: the link must stay short enough for every browser."""

_NAME = re.compile(r"\{([^{}]*)\}")


class UnknownNumber(ValueError):
    """A number that no link can be made of; ``code`` is ``empty``, ``odd`` or ``landline``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text_faults(text: str) -> list[str]:
    """What is wrong with a wording, in sentences; empty if nothing is."""
    found = [
        f"Tidak ada isian {{{name}}}."
        for name in dict.fromkeys(_NAME.findall(text))
        if name not in PLACEHOLDERS
    ]
    if set("{}") & set(_NAME.sub("", text)):
        found.append("Kurung kurawal hanya untuk isian seperti {kelompok}. Periksa penulisannya.")
    if not text.strip():
        found.append("Tulis pesannya.")
    if len(text) > LONGEST:
        found.append(f"Paling banyak {LONGEST} huruf; sekarang {len(text)}.")
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """The wording with its values; ``values`` holds every placeholder."""
    return _NAME.sub(lambda match: values[match[1]], text)


def mobile_number(typed: str) -> str:
    """An Indonesian mobile number as ``628…``, from ``0812-3456 7890``, ``+62 812…`` and the like.

    Raises ``UnknownNumber``.
    """
    text = re.sub(r"[\s().\-\u2010-\u2015/]", "", typed)
    if not text:
        raise UnknownNumber("empty")
    match = re.fullmatch(r"(?:\+62|0062|62|0)?0?([1-9][0-9]+)", text, re.ASCII)
    if match is None:
        raise UnknownNumber("odd")
    if match[1][0] != "8":
        raise UnknownNumber("landline")
    if not 9 <= len(match[1]) <= 12:
        raise UnknownNumber("odd")
    return f"62{match[1]}"


def whatsapp_link(number: str, text: str) -> str:
    """The address that opens a chat with ``number`` (``mobile_number``), the text typed in."""
    return f"https://wa.me/{number}?text={quote(text, safe='')}"
