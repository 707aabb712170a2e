"""What is printed of cash and banks, as PDF."""

from pathlib import Path

from django.template.loader import render_to_string

from upk.cash.models import CashCount
from upk.ledger.books import AccountBook
from upk.money import in_words
from upk.offices.models import Office
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date, format_month

STYLESHEET = Path(__file__).with_name("papers.css")


def _html(template: str, office: Office, title: str, subject: str, **context) -> str:
    frame = {"office": office, "title": title, "subject": subject, "printed": printed_text()}
    return render_to_string(template, frame | context)


def book_html(book: AccountBook) -> str:
    """The page of a cash or bank book of a month."""
    title = f"{book.account.get_liquidity_display()}: {book.account.name}"
    month = format_month(book.since)
    return _html("cash/book_print.html", book.account.office, f"Buku {title}", month, book=book)


def book_pdf(book: AccountBook) -> bytes:
    """A month of a cash or bank book. Raises ``PdfError``."""
    return make_pdf(book_html(book), STYLESHEET)


def count_html(count: CashCount) -> str:
    """The page of a cash count with its lines, account, people and office loaded."""
    title = f"Berita Acara Opname {count.account.name}"
    return _html(
        "cash/count_print.html",
        count.office,
        title,
        format_date(count.counted_on),
        count=count,
        words=in_words(count.counted),
    )


def count_pdf(count: CashCount) -> bytes:
    """The minutes of a cash count. Raises ``PdfError``."""
    return make_pdf(count_html(count), STYLESHEET)
