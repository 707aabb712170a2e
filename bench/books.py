"""The statements of an office with many postings: time and number of queries of each."""

from datetime import date, timedelta
from random import Random

from django.db import connection, transaction

from bench.measure import median_ms, query_count
from bench.office import TODAY, refresh_statistics
from bench.table import STATEMENTS
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from upk import triggers
from upk.access import Role
from upk.ledger.models import Entry, Posting
from upk.ledger.services import copy_chart
from upk.offices.models import District, Office, User
from upk.periods import Quarter

BEGINNING = date(2003, 1, 1)
YEARS = range(BEGINNING.year, 2010)
PAIRS = (
    # debit, credit, how often of a hundred
    ("1.1.01.04", "1.1.03.01", 30),
    ("1.1.01.04", "4.1.01.01", 26),
    ("1.1.01.06", "1.1.03.02", 14),
    ("1.1.01.06", "4.1.01.02", 12),
    ("1.1.03.01", "1.1.01.04", 4),
    ("1.1.03.02", "1.1.01.06", 2),
    ("1.1.01.01", "1.1.01.04", 3),
    ("5.1.01.01", "1.1.01.01", 3),
    ("5.1.03.01", "1.1.01.01", 3),
    ("1.1.01.04", "4.2.01.01", 1),
    ("5.3.01.01", "1.1.01.04", 1),
    ("1.2.01.04", "1.1.01.01", 1),
)
"""What an office posts all day, and how often."""

BATCH = 5_000


def create_books(postings: int) -> Office:
    """An office with so many postings from 2003 to today, four to three entries, years closed."""
    district = District.objects.create(code="KAB", name="Kabupaten", province="Jawa Tengah")
    office = Office.objects.create(
        district=district, code="BUKU", name="UPK Buku", subdistrict="Buku", practice_date=TODAY
    )
    copy_chart(office)
    by = User.objects.create_user(
        username="bendahara", password="-", name="Bendahara", role=Role.TREASURER, office=office
    )
    triggers.drop_all(connection)
    with transaction.atomic():
        _write(office, by, postings)
    triggers.create_all(connection)
    refresh_statistics()
    return office


def _write(office: Office, by: User, postings: int) -> None:
    """Entries and postings past the services, in days that follow each other."""
    chance = Random(1)
    accounts = dict(office.accounts.values_list("code", "pk"))
    weights = [often for *_, often in PAIRS]
    days = (TODAY - BEGINNING).days
    entries, rows, number = [], [], 0
    while len(rows) < postings:
        number += 1
        on = BEGINNING + timedelta(days=len(rows) * days // postings)
        count = 1 + (number % 3 == 0)
        entry = Entry(
            office=office, voucher="BM", year=on.year, number=number, happened_on=on,
            memo="Catatan", posting_count=count, total=1, recorded_by=by,
        )  # fmt: skip
        entries.append(entry)
        for debit, credit, _ in chance.choices(PAIRS, weights, k=count):
            amount = chance.randrange(1, 2_000_000)
            rows.append(
                Posting(
                    entry=entry, debit_id=accounts[debit], credit_id=accounts[credit], amount=amount
                )
            )
    for year in YEARS:
        number += 1
        entry = Entry(
            office=office, voucher="BM", year=year, number=number, kind=Entry.Kind.CLOSING,
            happened_on=date(year, 12, 31), memo="Penutup", posting_count=1, total=1,
            recorded_by=by,
        )  # fmt: skip
        entries.append(entry)
        rows.append(
            Posting(
                entry=entry, debit_id=accounts["4.1.01.01"], credit_id=accounts["3.2.01.01"],
                amount=1,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    Posting.objects.bulk_create(rows, batch_size=BATCH)


def measure_books(postings: int, repeat: int) -> dict:
    """Each statement of the whole office, as of today and of the last quarter that is over."""
    office = create_books(postings)
    periods = {
        "today": ReportPeriod.up_to(TODAY),
        "quarter": ReportPeriod.of_quarter(Quarter.of(TODAY).previous()),
    }
    return {
        "postings": Posting.objects.count(),
        "statements": {
            name: {
                key: median_ms(lambda n=name, p=period: build(n, Question.of(office, p)), repeat)
                for key, period in periods.items()
            }
            | {
                "queries": query_count(
                    lambda n=name: build(n, Question.of(office, periods["quarter"]))
                )
            }
            for name in STATEMENTS
        },
    }
