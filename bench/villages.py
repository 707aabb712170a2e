"""What villages keep: many pieces inspected for many quarters, and their levies."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

from django.db import connection, transaction

from bench.lists import measure_pages_of
from bench.measure import median_ms, query_count
from bench.office import TODAY, refresh_statistics
from bench.table import VILLAGE_REPORTS
from maintenance.levies.deciding import RuleDraft, record_levy_rule
from maintenance.levies.services import PaymentSheet, record_deposit, record_payments
from maintenance.models import Infrastructure, Inspection, Kind, LevyRule
from maintenance.register.services import Facts, NewInfrastructure, register_infrastructure
from maintenance.rules.conditions import Condition
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from upk import triggers
from upk.access import Role
from upk.ledger.services import claim_submission, copy_chart
from upk.offices.models import District, Office, User, Village
from upk.periods import Quarter

VILLAGES = 14
LEVY = 250_000
BATCH = 2_000


def measure_villages(pieces: int, quarters: int, repeat: int) -> dict:
    """Lists and reports of the office: time and number of queries of each."""
    office, by = _create_office()
    first = Quarter.of(TODAY)
    for _ in range(quarters):
        first = first.previous()
    _register(office, pieces, first, by)
    _inspect(office, first, by)
    _collect(office, first, by)
    refresh_statistics()
    asked = {
        "prasarana": ("maintenance:infrastructure-list", {}),
        "prasarana, a text": ("maintenance:infrastructure-list", {"cari": "jalan 01"}),
        "belum diperiksa": ("maintenance:inspection-list", {}),
        "iuran": ("maintenance:levy-list", {}),
    }
    period = ReportPeriod.of_quarter(Quarter.of(TODAY).previous())
    return {
        "pieces": pieces,
        "inspections": Inspection.objects.count(),
        "pages": measure_pages_of(by, asked, repeat),
        "reports": {
            name: {
                "ms": median_ms(lambda n=name: build(n, Question.of(office, period)), repeat),
                "queries": query_count(lambda n=name: build(n, Question.of(office, period))),
            }
            for name in VILLAGE_REPORTS
        },
    }


def _create_office() -> tuple[Office, User]:
    district = District.objects.create(code="KAB", name="Kabupaten", province="Jawa Tengah")
    office = Office.objects.create(
        district=district, code="DESA", name="UPK Desa", subdistrict="Desa", practice_date=TODAY
    )
    copy_chart(office)
    Village.objects.bulk_create(
        Village(office=office, code=f"D{n:02}", name=f"Desa {n:02}") for n in range(VILLAGES)
    )
    by = User.objects.create_user(
        username="manajer", password="-", name="Manajer", role=Role.MANAGER, office=office
    )
    return office, by


@transaction.atomic
def _register(office: Office, pieces: int, first: Quarter, by: User) -> None:
    """Pieces of all kinds, in turns in each village, registered when the first quarter begins."""
    submission, _ = claim_submission(office, uuid4(), {"register": pieces}, by=by)
    villages = list(office.villages.all())
    kinds = list(Kind)
    for n in range(pieces):
        kind = kinds[n % len(kinds)]
        facts = Facts(
            kind=kind, name=f"{kind.label} {n:03}", built_year=first.year - 1, cost=50_000_000,
            size=Decimal(200), unit="m", location="Dusun Krajan", phase_year=first.year - 1,
        )  # fmt: skip
        new = NewInfrastructure(villages[n % len(villages)], facts)
        register_infrastructure(new, on=first.start, submission=submission, by=by)


def _inspect(office: Office, first: Quarter, by: User) -> None:
    """Every piece in every quarter before today's, past the services."""
    chance, conditions = Random(1), [condition.value for condition in Condition]
    pieces = list(
        Infrastructure.objects.filter(village__office=office).values_list("pk", flat=True)
    )
    rows, quarter = [], first
    with transaction.atomic():
        submission, _ = claim_submission(office, uuid4(), {"inspect": len(pieces)}, by=by)
    while quarter.end < TODAY:
        for n, piece in enumerate(pieces):
            rows.append(
                Inspection(
                    infrastructure_id=piece, inspected_on=quarter.start + timedelta(days=n % 80),
                    condition=chance.choices(conditions, (70, 20, 8, 2))[0],
                    submission=submission, recorded_by=by,
                )
            )  # fmt: skip
        quarter = quarter.next()
    triggers.drop_all(connection)
    with transaction.atomic():
        Inspection.objects.bulk_create(rows, batch_size=BATCH)
    triggers.create_all(connection)


def _collect(office: Office, first: Quarter, by: User) -> None:
    """A rule for each village; each quarter's levy paid and taken to the bank."""
    villages = list(office.villages.all())
    for village in villages:
        draft = RuleDraft(
            basis=LevyRule.Basis.PERDES, number="01/2005", decided_on=first.start,
            since=first.start, amount=LEVY // 250, per=LevyRule.Per.QUARTER, payers=250,
        )  # fmt: skip
        record_levy_rule(village, draft, request_key=uuid4(), by=by)
    quarter = first
    while quarter.end < TODAY:
        amounts = dict.fromkeys(villages, LEVY)
        sheet = PaymentSheet(quarter.end - timedelta(days=9), quarter, amounts)
        record_payments(office, sheet, request_key=uuid4(), by=by)
        record_deposit(
            office, amounts, deposited_on=_day_after(sheet.received_on), slip="",
            request_key=uuid4(), by=by,
        )  # fmt: skip
        quarter = quarter.next()


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
