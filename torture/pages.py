"""What a client reads on the pages of Bergulir."""

import re
from html import unescape

from torture.record import Seen

_RECEIPT = re.compile(r'<article class="receipt.*?</article>', re.DOTALL)
_LABEL = re.compile(r'aria-label="Kwitansi ([^"]+)"')
_LOAN = re.compile(r" nomor ([^<]+)</dd>")
_TOTAL = re.compile(r'class="receipt-total">.*?<td>Rp ([0-9.]+)</td>', re.DOTALL)
_ALERT = re.compile(
    r'<(\w+)[^>]* class="[^"]*(?:alert-danger|invalid-feedback)[^>]*>(.*?)</\1>', re.DOTALL
)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_WAY_BACK = re.compile(r'<a [^>]*href="/[^/"]*')
_TAG = re.compile(r"<[^>]+>")
_NOTHING_SAVED = ("tidak ada bagiannya yang tersimpan", "belum tersimpan")
"""What an error page says where the request has surely left nothing."""


def says_nothing_saved(html: str) -> bool:
    """Whether an error page promises that nothing was saved; it is held to that."""
    return any(words in text_of(html) for words in _NOTHING_SAVED)


def receipts_on(html: str) -> list[Seen]:
    """The receipts that a page shows. Raises ``ValueError`` if one of them can't be read."""
    found = []
    for article in _RECEIPT.findall(html):
        parts = [pattern.search(article) for pattern in (_LABEL, _LOAN, _TOTAL)]
        if not all(parts):
            raise ValueError(f"a receipt without number, loan or amount: {text_of(article)}")
        label, loan, total = (unescape(part[1]) for part in parts)
        found.append(Seen(label, loan.strip(), int(total.replace(".", ""))))
    return found


def text_of(html: str) -> str:
    """The text of a piece of a page."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def refusal_on(html: str) -> str:
    """Why a form was refused, as its page says; empty if it says nothing."""
    return "; ".join(filter(None, (text_of(inside) for _, inside in _ALERT.findall(html))))


def indecency(html: str) -> str:
    """What is wrong with an error page; empty if it is one that an office may see."""
    if "Traceback" in html or "OperationalError" in html or "psycopg2" in html:
        return "shows the program's insides"
    if '<html lang="id"' not in html or not _HEADING.search(html):
        return f"is no page in Indonesian: {text_of(html)[:80]!r}"
    if not _WAY_BACK.search(html):
        return "has no way back"
    return ""
