"""The papers of a disbursement for a group of 20 members, as one PDF: time and what it costs."""

import resource
import time
from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from bench.office import put_money_in
from groups.models import Category, Group, Membership
from loans.models import Loan
from loans.papers.facts import OfficeFacts, read_facts
from loans.papers.registry import SETS
from loans.papers.render import papers_pdf
from loans.proposals import approve_loan, propose_loan, verify_loan
from loans.services import disburse_loans
from loans.setup import create_default_products
from upk.access import Role
from upk.ledger.services import copy_chart
from upk.offices.models import District, Office, Person, User, Village
from upk.offices.services import record_decision
from upk.periods import today

MEMBERS = 20
TODAY = date(2010, 2, 15)
SHARE = 1_500_000


def measure_papers(repeat: int) -> dict:
    """The set as a browser asks for it, from the rows to the PDF; the best of ``repeat``."""
    loan, by = _create_loan()
    found = [_measure(loan, by) for _ in range(repeat)]
    return min(found, key=lambda figures: figures["seconds"])


def _create_loan() -> tuple[Loan, User]:
    district = District.objects.create(code="KAB", name="Kabupaten", province="Jawa Tengah")
    office = Office.objects.create(
        district=district, code="UKUR", name="UPK Ukur", subdistrict="Ukur", practice_date=TODAY
    )
    copy_chart(office)
    manager, treasurer = (
        User.objects.create_user(
            username=role, password=str(uuid4()), name=f"Pengguna {role}", role=role, office=office
        )
        for role in (Role.MANAGER, Role.TREASURER)
    )
    product = create_default_products(office, date(2008, 1, 1))[0]
    put_money_in([product], by=treasurer)
    village = Village.objects.create(office=office, code="D01", name="Desa")
    group = Group.objects.create(
        office=office, village=village, code="K0001", name="Melati", category=Category.SPP
    )
    shares = [(_member(group, n), SHARE + n * 10_000) for n in range(MEMBERS)]
    asked = {
        "principal": sum(amount for _, amount in shares), "shares": shares, "by": manager,
    }  # fmt: skip
    terms = {"tenor": 12, "rate": Decimal("1.5")}
    loan = propose_loan(group, product, proposed_on=TODAY, terms=terms, **asked)
    decision = record_decision(office, body="TP", number="01/TP/II/2010", decided_on=TODAY)
    loan = verify_loan(loan, on=TODAY, **asked)
    loan = approve_loan(loan, on=TODAY, decision=decision, **asked)
    [loan] = disburse_loans(
        [loan], disbursed_on=TODAY, cash=product.cash, request_key=uuid4(), by=treasurer
    )
    return loan, manager


def _member(group: Group, n: int) -> Person:
    person = Person.objects.create(
        office=group.office, village=group.village, name=f"Warga Ukur {n:02}", sex="P"
    )
    positions = ("chair", "secretary", "treasurer")
    position = positions[n] if n < len(positions) else "member"
    Membership.objects.create(group=group, person=person, position=position, since=date(2008, 1, 1))
    return person


def _measure(loan: Loan, by: User) -> dict:
    loan = Loan.objects.get(pk=loan.pk)
    worker, own = _children(), time.process_time()
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        [facts] = read_facts([loan], OfficeFacts.of(loan.office, today(loan.office)))
        papers = SETS["berkas-pencairan"].printable(facts)
        content = papers_pdf([(paper, facts) for paper in papers], title="Ukur", by=by)
    seconds = time.perf_counter() - begun
    return {
        "seconds": round(seconds, 2),
        "own_cpu_seconds": round(time.process_time() - own, 2),
        "worker_cpu_seconds": round(_children() - worker, 2),
        "queries": len(queries),
        "papers": len(papers),
        "pages": len(PdfReader(BytesIO(content)).pages),
        "kb": round(len(content) / 1024),
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
