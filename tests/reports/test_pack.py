"""The quarterly pack as a value, as text and back, and its files for programs."""

import io
import json
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest

from reports.pack import Pack, Signature, build_pack
from reports.render.pack import render_pack_csv, render_pack_json, render_pack_xlsx
from tests import factories
from tests.maintenance.register.village import Setting, register
from upk.access import Role
from upk.periods import Quarter
from upk.profile.services.profile import NewOfficer, add_officer

pytestmark = pytest.mark.django_db
QUARTER = Quarter(2009, 4)
NAMES = [
    "development", "lpp", "lpp", "lpp-villages", "collectibility", "collectibility-villages",
    "provision", "arrears", "disbursements", "balance-sheet", "income-statement", "cash-flow",
    "equity-changes", "trial-balance", "health", "groups",
]  # fmt: skip


def test_pack_is_the_reports_in_the_order_of_the_paper(books):
    pack = build_pack(books.office, QUARTER)

    assert [report.name for report in pack.reports] == NAMES
    assert [report.scope for report in pack.reports[1:3]] == ["SPP", "UEP"]
    assert pack.rule == "SPP=PNPM/months, UEP=PNPM/months"


def test_pack_tells_of_the_villages_where_there_is_something_to_tell(books):
    village = books.office.villages.first()
    by = books.office.users.first()
    setting = Setting(books.office, village, by, by, by)
    register(setting, on=date(2010, 1, 4))

    names = {day: [r.name for r in build_pack(books.office, Quarter.of(day)).reports]
             for day in (date(2009, 12, 31), date(2010, 3, 31))}  # fmt: skip

    assert names[date(2009, 12, 31)] == NAMES
    nothing_paid_out = [name for name in NAMES if name != "disbursements"]
    assert names[date(2010, 3, 31)] == [
        *nothing_paid_out, "infrastructure", "maintenance-grade",
    ]  # fmt: skip


def test_pack_has_the_same_text_each_time_and_comes_back_whole(books):
    pack = build_pack(books.office, QUARTER)

    text = pack.as_text()

    assert build_pack(books.office, QUARTER).as_text() == text
    assert Pack.of_text(text) == pack
    assert Pack.of_text(text).as_text() == text


def test_pack_of_products_adds_up_to_the_villages(books):
    pack = build_pack(books.office, QUARTER)
    spp, uep, villages = pack.reports[1:4]

    for key, total in villages.totals.items():
        if key != "groups" and key != "repayment_rate":
            assert spp.totals[key] + uep.totals[key] == total, key


def test_pack_development_ends_where_the_provision_begins(books):
    pack = build_pack(books.office, QUARTER)
    months = {line.row.key: line.row.values for line in pack.report("development").rows()}

    assert (min(months), max(months), len(months)) == ("2009-01", "2009-12", 12)
    assert months["2009-12"]["outstanding"] == pack.report("provision").totals["base"]
    assert months["2009-02"]["disbursed"] == 5_000_000
    assert months["2009-12"]["disbursed"] == 12_000_000


def test_pack_names_nobody_but_those_who_sign(books):
    group = books.loans["C"].group
    group.phone, group.address = "0812-3456-789", "Jalan Kambing 5"
    group.save()
    books.office.manager_title = "Ketua UPK"
    factories.create_user(Role.TREASURER, books.office, name="Bendahara Satu")
    factories.create_user(Role.TREASURER, books.office, name="Bendahara Dua")

    pack = build_pack(books.office, QUARTER)
    text = pack.as_text()

    assert pack.signatures == (
        Signature("Ketua UPK", books.manager.name),
        Signature("Bendahara", ""),
        Signature("BP-UPK", ""),
    )
    assert "0812" not in text
    assert "Jalan" not in text
    assert "Warga" not in text


def test_pack_of_an_empty_office_is_whole():
    pack = build_pack(factories.create_office(), QUARTER)

    empty = [name for name in NAMES[2:] if name not in ("disbursements", "groups")]
    assert [report.name for report in pack.reports] == [NAMES[0], *empty]
    assert Pack.of_text(pack.as_text()) == pack


def test_of_two_treasurers_the_one_signs_who_does_so_in_the_profile_on_the_last_day(books):
    for name in ("Bendahara Satu", "Bendahara Dua"):
        factories.create_user(Role.TREASURER, books.office, name=name)
    for title, name, since, signs in (
        ("Bendahara", "Bendahara Dua", QUARTER.end, True),
        ("Bendahara", "Bendahara Satu", QUARTER.end, False),
        ("BP-UPK", "Pengawas", QUARTER.end + timedelta(days=1), True),
        ("Kasir", "Bendahara Satu", QUARTER.start, True),
    ):
        new = NewOfficer(title, name, since, signs)
        add_officer(books.office, new, request_key=uuid4(), by=books.manager)

    names = {s.title: s.name for s in build_pack(books.office, QUARTER).signatures}

    assert names["Bendahara"] == "Bendahara Dua"
    assert names["BP-UPK"] == ""


def test_pack_asks_the_database_as_often_for_one_loan_as_for_many(
    books, django_assert_max_num_queries
):
    with django_assert_max_num_queries(107):
        build_pack(books.office, QUARTER)


def test_pack_json_is_a_list_of_reports(books):
    reports = json.loads(render_pack_json(build_pack(books.office, QUARTER)))

    assert [report["report"] for report in reports] == NAMES
    assert {report["as_of"] for report in reports} == {"2009-12-31"}


def test_pack_csv_is_a_zip_with_a_file_for_each_report(books):
    pack = build_pack(books.office, QUARTER)

    content = render_pack_csv(pack)

    assert render_pack_csv(pack) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[:4] == [
            "01-development.csv", "02-lpp-spp.csv", "03-lpp-uep.csv", "04-lpp-villages.csv",
        ]  # fmt: skip
        assert b"KA" not in archive.read("04-lpp-villages.csv")


def test_pack_workbook_has_a_sheet_for_each_report(books):
    book = openpyxl.load_workbook(
        io.BytesIO(render_pack_xlsx(build_pack(books.office, QUARTER))), read_only=True
    )

    assert book.sheetnames[:4] == ["development", "lpp SPP", "lpp UEP", "lpp-villages"]
    assert len(book.sheetnames) == 16
    book.close()
