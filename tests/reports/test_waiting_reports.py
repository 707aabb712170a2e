"""The waiting list, its money and the recapitulation of proposals, worked out by hand."""

import json
from datetime import date

import pytest

from loans.models import Product
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import render
from reports.render.charts import chart_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def product():
    """9 million in the bank."""
    product = factories.create_product()
    by = factories.create_user(office=product.office)
    factories.put_money_in(product.cash, 9_000_000, by=by)
    return product


def lent_before(product, members=2, principal=6_000_000):
    """A group that paid a loan of 2009 back in full."""
    village = factories.create_village(product.office, name=f"Desa {members}")
    group = factories.create_group(village, member_count=members)
    factories.create_loan(group, product, principal=principal, disbursed_on=date(2009, 1, 5))
    loan = group.loans.get()
    factories.pay(loan, principal + principal * 15 // 100, on=date(2009, 11, 5))
    loan.refresh_from_db()
    assert loan.status == "L"
    return group


def report(name, office, day=TODAY, **narrowed):
    return build(name, Question.of(office, ReportPeriod.up_to(day), **narrowed))


def wait(group, amount, day):
    return factories.create_loan(
        group, principal=amount, disbursed_on=None, approved_on=date(2010, 2, day)
    )


def test_waiting_list_has_the_familiar_columns_and_each_member_s_history(product):
    group = lent_before(product)
    loan = wait(group, 8_000_000, 3)

    made = report("waiting-list", product.office)

    assert [column.label for column in made.columns][:8] == [
        "No", "Nama anggota", "Alamat", "Tanggal tunggu", "Pengajuan", "Pinjaman lalu",
        "Verifikasi", "Verifikasi lalu",
    ]  # fmt: skip
    rows = [line.row.values for line in made.rows()]
    assert [row["name"] for row in rows] == [s.person.name for s in loan.shares.all()]
    figures = ("since", "proposed", "last_loan", "verified", "last_verified", "approved")
    for row in rows:
        assert [row[key] for key in figures] == [
            date(2010, 2, 3), 4_000_000, 3_000_000, 4_000_000, 3_000_000, 4_000_000,
        ]  # fmt: skip
    [section] = made.parts[0].sections
    assert section.subtotal.values["proposed"] == 8_000_000


def test_turns_and_sums_are_those_of_the_office_also_in_a_part_of_it(product):
    first, second = lent_before(product, 2), lent_before(product, 3)
    wait(first, 8_000_000, 1)
    loan = wait(second, 9_000_000, 2)

    whole = report("waiting-list", product.office)
    part = report("waiting-list", product.office, villages=[second.village])

    shown = [s.subtotal.values for s in whole.parts[0].sections]
    assert [(v["approved"], v["needed"], v["funded"]) for v in shown] == [
        (8_000_000, 8_000_000, "sekarang"), (9_000_000, 17_000_000, "sekarang"),
    ]  # fmt: skip
    [section] = part.parts[0].sections
    assert (section.key, section.subtotal.values["needed"]) == (loan.code, 17_000_000)


def test_money_against_need_month_by_month(product):
    """9 million, and each old loan of 6 million came back with its jasa: 9 + 6,9 - 6 + 6 (put in
    for it) = 15,9 million; what waits is 20 million."""
    loan = wait(lent_before(product), 20_000_000, 1)

    made = report("waiting-funds", product.office)

    [part] = [part for part in made.parts if part.key == "SPP"]
    now, february = part.sections[0].rows[:2]
    assert now.key == "SPP/now"
    assert now.values["planned_money"] == 15_900_000
    assert now.values["planned_left"] == 15_900_000 - loan.principal
    assert february.values["needed"] == 20_000_000
    assert made.totals["money/SPP/2010-02"] == 15_900_000


def test_charts_stand_in_page_file_and_pdf(product):
    wait(lent_before(product), 20_000_000, 1)
    for name in ("waiting-list", "waiting-funds"):
        made = report(name, product.office)

        assert chart_of(made).count("<svg") == 1
        assert "Dana SPP terhadap kebutuhan daftar tunggu" in render(made, "html").decode()
        assert render(made, "pdf").startswith(b"%PDF-")
    assert chart_of(report("lpp", product.office)) == ""


def test_json_carries_what_the_chart_shows(product):
    wait(lent_before(product), 20_000_000, 1)

    totals = json.loads(render(report("waiting-list", product.office), "json"))["totals"]

    assert totals["needed/SPP"] == 20_000_000
    assert totals["money/SPP/2010-08"] == totals["money/SPP/2010-02"] == 15_900_000


def test_proposals_of_the_period_and_open_ones_from_before(product):
    new, old, refused = (lent_before(product, n) for n in (2, 3, 4))
    asked = factories.create_proposal(new, principal=5_000_000, proposed_on=date(2010, 2, 2))
    older = factories.create_proposal(old, principal=4_000_000, proposed_on=date(2010, 1, 20))
    factories.create_loan(
        refused, disbursed_on=date(2010, 1, 5), by=factories.cashier(product.office)
    )

    made = report("proposals", product.office)

    assert [s.key for s in made.parts[0].sections] == [asked.code, older.code]
    values = {s.key: s.rows[0].values for s in made.parts[0].sections}
    assert values[asked.code]["proposed"] == 2_500_000
    assert values[asked.code]["last_loan"] == 3_000_000
    assert values[asked.code]["state"] == "Usulan"
    assert made.totals["proposed"] == 9_000_000


def test_a_day_of_the_past_knows_nothing_of_later_steps(product):
    loan = wait(lent_before(product), 5_000_000, 10)

    before = report("waiting-list", product.office, date(2010, 2, 9))

    assert before.is_empty
    assert report("waiting-list", product.office).totals["loans"] == 1
    assert Product.objects.get() == loan.product
