"""``manage.py report``: a report of an office into a file."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.issued_files import Tampered
from reports.management.asked import day_of, office_of
from reports.models import Layout
from reports.period import ReportPeriod
from reports.quarterly import QUARTERLY, quarterly
from reports.question import Options, Question
from reports.registry import DEFINITIONS, REPORTS, build
from reports.render import FORMATS, render
from reports.render.pdf import PdfError
from upk.offices.models import Office
from upk.periods import Quarter, today


class Command(BaseCommand):
    """Writes a report as JSON, CSV, XLSX, PDF or HTML; ``report list`` names them all."""

    help = "Write a report of an office into a file, or list the reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="name of the report, or: list")
        parser.add_argument("--office", help="code of the office, e.g. KALIJAMBE")
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--as-of", help="day that the figures stand at, e.g. 2009-12-31")
        when.add_argument("--quarter", help="a quarter, e.g. 2009-4")
        parser.add_argument("--layout", choices=Layout.values, help="of the balance sheet")
        parser.add_argument("--account", help="code of the ledger's account; without it: all")
        parser.add_argument(
            "--after-closing", action="store_true", help="trial balance with the closing entry"
        )
        parser.add_argument("--year", type=int, help="of the grants, e.g. 2009; without it: all")
        parser.add_argument("--format", default="json", choices=list(FORMATS))
        parser.add_argument("--output", default="-", help="file to write; - is standard output")

    def handle(self, *args, **options) -> None:
        if options["name"] == "list":
            self._list()
            return
        if options["name"] == QUARTERLY:
            self._quarterly(options)
            return
        if options["name"] not in REPORTS:
            raise CommandError(
                f"There is no report {options['name']!r}. One of: {', '.join(REPORTS)}."
            )
        office = office_of(options["office"])
        period = _period(office, options["as_of"], options["quarter"])
        report = build(
            options["name"], Question.of(office, period, options=_options(office, options))
        )
        try:
            content = render(report, options["format"])
        except PdfError as error:
            raise CommandError(str(error)) from error
        self._write(content, options["output"])

    def _quarterly(self, options: dict) -> None:
        """The pack; as issued if the quarter has been issued and the report isn't outdated."""
        if options["as_of"]:
            raise CommandError("The pack is of a whole quarter: --quarter 2009-4.")
        office = office_of(options["office"])
        period = _period(office, None, options["quarter"] or str(Quarter.of(today(office))))
        try:
            content = quarterly(office, period.quarter, options["format"])
        except PdfError as error:
            raise CommandError(str(error)) from error
        except Tampered as error:
            raise CommandError(f"Not as it was issued, see check_books: {error}.") from error
        self._write(content, options["output"])

    def _list(self) -> None:
        width = max(map(len, REPORTS))
        for definition in DEFINITIONS:
            self.stdout.write(f"{definition.name:<{width}}  {definition.title}")
        self.stdout.write(f"{QUARTERLY:<{width}}  Laporan triwulan: semua untuk kabupaten")

    def _write(self, content: bytes, output: str) -> None:
        if output == "-":
            binary = getattr(self.stdout._out, "buffer", None) or sys.stdout.buffer
            binary.write(content)
            binary.flush()
            return
        try:
            Path(output).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} can't be written: {error.strerror}.") from error


def _options(office: Office, given: dict) -> Options:
    """What only some statements are asked."""
    account = None
    if code := given["account"]:
        account = office.accounts.filter(code=code, is_header=False).first()
        if account is None:
            raise CommandError(f"{office.code} has no account {code!r} that takes postings.")
    return Options(given["layout"] or "", account, given["after_closing"], given["year"])


def _period(office: Office, as_of: str | None, quarter: str | None) -> ReportPeriod:
    """The period asked for; the month up to the office's today if none is."""
    now = today(office)
    if quarter:
        return _quarter(quarter, now)
    if not as_of:
        return ReportPeriod.up_to(now)
    day = day_of(as_of)
    if day > now:
        raise CommandError(f"{day} has not come yet; the office's today is {now}.")
    return ReportPeriod.up_to(day)


def _quarter(text: str, now: date) -> ReportPeriod:
    """The quarter, up to today while it runs."""
    try:
        quarter = Quarter.parse(text)
    except ValueError:
        raise CommandError(f"{text!r} is no quarter. Write year and number, e.g. 2009-4.") from None
    try:
        return ReportPeriod.of_quarter(quarter, until=now)
    except ValueError:
        raise CommandError(f"{text} has not begun yet; the office's today is {now}.") from None
