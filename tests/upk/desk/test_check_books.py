"""Each check is shown a database that was spoilt with the triggers lifted, and finds its fault."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.assessing import assess_group
from loans.repayments import reverse_repayment
from reports.issuing import issue_quarter
from tests import databases, factories
from tests.upk.desk import (
    test_check_aid,
    test_check_assets,
    test_check_cash,
    test_check_closing,
    test_check_endings,
    test_check_goats,
    test_check_grants,
    test_check_infrastructure,
    test_check_levies,
    test_check_members,
    test_check_phases,
    test_check_training,
)
from upk import triggers
from upk.access import Role
from upk.desk.check_books import CHECKS, check_books
from upk.ledger.models import Entry
from upk.ledger.services import Move, close_books, post_entry, reverse_entry
from upk.offices.checklists import create_default_lists, list_in_force
from upk.offices.models import Office
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, int]:
    """An office whose books are in order; ids by name."""
    office = factories.create_office(code="UJI")
    by = factories.create_user(office=office)
    product = factories.create_product(office)
    loan = factories.create_loan(factories.create_group(factories.create_village(office)), by=by)
    repayment = factories.pay(loan, on=date(2009, 9, 10), by=by)
    second = factories.pay(loan, on=date(2009, 10, 10), by=by)
    undone = reverse_repayment(second, happened_on=date(2009, 10, 11), reason="Salah", by=by)
    cash, capital = (factories.account(office, code) for code in ("1.1.01.01", "3.1.01.01"))

    def post(day: int) -> Entry:
        moves = [Move(cash, capital, 1_000)]
        return post_entry(office, happened_on=date(2009, 11, day), memo="Modal", moves=moves, by=by)

    entry, wrong = post(1), post(2)
    undoing = reverse_entry(wrong, happened_on=date(2009, 11, 3), reason="Salah", by=by)
    create_default_lists(office, factories.BEGINNING)
    marks = {i.pk: 2 for i in list_in_force(office, "group", factories.BEGINNING).items.all()}
    assess_group(loan.group, assessed_on=date(2009, 9, 1), marks=marks, by=by)
    close_books(office, through=date(2009, 12, 31), by=by)
    issue_quarter(office, Quarter(2009, 4), by=by, render=False)
    return {
        "office": office.pk,
        "loan": loan.pk,
        "repayment": repayment.pk,
        "undone": undone.pk,
        "entry": entry.pk,
        "posting": entry.postings.get().pk,
        "undoing": undoing.postings.get().pk,
        "share": loan.shares.first().pk,
        "step_share": loan.steps.get(to_status="V").shares.first().pk,
        "instalment": loan.instalments.first().pk,
        "receivable": product.receivable_id,
        "bank": factories.account(office, "1.1.01.03").pk,
        "header": factories.account(office, "1.1.01.00").pk,
        "foreign": factories.account(factories.create_office(), "1.1.01.01").pk,
    }


def faulty(quarters: int = 0) -> dict[str, tuple[str, ...]]:
    """What the checks find wrong, by key; issued quarters are built anew if that is asked for."""
    results = check_books(Office.objects.all(), quarters=quarters)
    return {result.key: result.faults for result in results if result.faults}


def spoil(sql: str) -> None:
    connection.check_constraints()  # PostgreSQL drops no trigger before that
    with databases.triggers_lifted():
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.check_constraints()


def test_books_in_order_have_no_fault_and_say_what_was_looked_at(world):
    results = check_books(Office.objects.filter(code="UJI"))

    looked_at = {result.key: result.looked_at for result in results}
    assert [result.faults for result in results] == [()] * (len(CHECKS) + 1)
    assert looked_at | {"guards": ""} == {
        "guards": "",
        "periods": "1 perubahan",
        "numbers": "8 bukti dalam 2 deret",
        "entries": "8 bukti, Rp 23.453.000",
        "accounts": "11 baris jurnal",
        "reversals": "2 pembatalan",
        "subledger": "4 hari, saldo pinjaman Rp 9.000.000",
        "repayments": "3 angsuran, Rp 1.150.000",
        "repayment_reversals": "1 pembatalan, -Rp 1.150.000",
        "shares": "1 pinjaman, Rp 10.000.000",
        "schedules": "1 pinjaman, Rp 10.000.000",
        "member_schedules": "0 pinjaman yang dibulatkan per pemanfaat",
        "statuses": "4 langkah dari 1 pinjaman",
        "step_amounts": "3 langkah, Rp 30.000.000",
        "levels": "1 kelompok dinilai",
        "reliefs": "0 catatan, Rp 0",
        "reschedulings": "0 penjadwalan ulang, Rp 0",
        "recoveries": "0 penerimaan, Rp 0",
        "member_parts": "0 bagian dari 0 setoran, Rp 0",
        "rebates": "0 IPTW, Rp 0",
        "letters": "0 surat, 0 dibatalkan",
        "closings": "0 tahun ditutup, Rp 0 dipindahkan",
        "provisions": "0 pembukuan, Rp 0",
        "surpluses": "0 keputusan, Rp 0 dibagi",
        "cash_counts": "0 opname",
        "bank_statements": "0 rekening koran, 0 mutasi cocok",
        "stored_files": "0 berkas",
        "inventory": "0 hari, nilai buku Rp 0",
        "things": "0 barang",
        "budgets": "0 anggaran, Rp 0",
        "phases": "0 tahun, Rp 0",
        "proposals": "0 usulan, Rp 0",
        "scores": "0 penilaian",
        "grant_money": "0 hari, titipan Rp 0",
        "grants": "0 kegiatan, cair Rp 0",
        "levy_cards": "0 desa, Rp 0",
        "levy_rows": "0 baris",
        "infrastructure": "0 prasarana, 0 perubahan",
        "care": "0 pemeriksaan, 0 perbaikan",
        "households": "0 rumah tangga, 0 langkah",
        "herd": "0 ekor, 0 peristiwa",
        "aid": "0 rencana, Rp 0 dipakai",
        "training": "0 sertifikat",
        "issued": "1 laporan terbit, 0 berkas",
        "issued_figures": "1 laporan, paling banyak 4 triwulan terakhir setiap kantor",
    }


MANY_QUERIES = 260

SPOILT = {
    "a voucher's number moved": (
        "UPDATE ledger_entry SET number = 90 WHERE id = {entry}",
        "numbers",
        "UJI BKM 2009: 5 bukti, nomor 1 sampai 90, pencacah 5",
    ),
    "a counter moved on": (
        "UPDATE ledger_vouchercounter SET last_number = last_number + 1 WHERE voucher = 'BKM'",
        "numbers",
        "pencacah 6",
    ),
    "a posting's amount": (
        "UPDATE ledger_posting SET amount = amount + 1 WHERE id = {posting}",
        "entries",
        "1 dari 1 baris, Rp 1.001 dari Rp 1.000",
    ),
    "a posting deleted": (
        "DELETE FROM ledger_posting WHERE id = {posting}",
        "entries",
        "0 dari 1 baris, Rp 0 dari Rp 1.000",
    ),
    "another office's account": (
        "UPDATE ledger_posting SET debit_id = {foreign} WHERE id = {posting}",
        "accounts",
        "bukan akun yang boleh dipakai",
    ),
    "a header's account": (
        "UPDATE ledger_posting SET debit_id = {header} WHERE id = {posting}",
        "accounts",
        "bukan akun yang boleh dipakai",
    ),
    "a reversal that mirrors nothing": (
        "UPDATE ledger_posting SET credit_id = {bank} WHERE id = {undoing}",
        "reversals",
        "bukan kebalikan",
    ),
    "a receivable moved without a loan": (
        "UPDATE ledger_posting SET debit_id = {receivable} WHERE id = {posting}; "
        "UPDATE ledger_account SET subledger = '' WHERE id = {receivable}",  # else "accounts" too
        "subledger",
        "SPP: pada 1 November 2009 kartu pinjaman Rp 9.000.000, buku besar Rp 9.001.000",
    ),
    "an entry of the loans without a row": (
        "UPDATE ledger_entry SET origin = 'loans' WHERE id = {entry}",
        "repayments",
        "bukti pinjaman tanpa angsuran atau pencairan",
    ),
    "a repayment of another sum than its entry": (
        "UPDATE loans_repayment SET penalty = penalty + 1 WHERE id = {repayment}",
        "repayments",
        "tidak sama dengan buktinya BKM-2009-000002",
    ),
    "a reversal of another repayment": (
        "UPDATE loans_repayment SET reverses_id = {repayment} WHERE id = {undone}",
        "repayment_reversals",
        "tidak cocok",
    ),
    "a share": (
        "UPDATE loans_share SET principal = principal + 1 WHERE id = {share}",
        "shares",
        "Rp 10.000.001, pinjaman Rp 10.000.000",
    ),
    "an instalment": (
        "UPDATE loans_instalment SET principal = principal - 1 WHERE id = {instalment}",
        "schedules",
        "Rp 9.999.999, pinjaman Rp 10.000.000",
    ),
    "rows that aren't the sum of their members' schedules": (
        "UPDATE loans_loan SET rounds_per_member = TRUE WHERE id = {loan}; "
        "UPDATE loans_instalment SET principal = principal - n + 2 "
        "WHERE loan_id = {loan} AND n IN (1, 3)",
        "member_schedules",
        "jadwal bukan jumlah jadwal pemanfaat",
    ),
    "a status without a step": (
        "UPDATE loans_loan SET status = 'H' WHERE id = {loan}",
        "statuses",
        "status H tidak sesuai langkah-langkahnya",
    ),
    "a loan settled that owes": (
        "UPDATE loans_loanstep SET to_status = 'L' WHERE to_status = 'A'; "
        "UPDATE loans_loan SET status = 'L' WHERE id = {loan}",
        "statuses",
        "status L, tetapi sisa kewajiban Rp 10.350.000",
    ),
    "what a step gave a member": (
        "UPDATE loans_stepshare SET amount = amount - 1 WHERE id = {step_share}",
        "step_amounts",
        "langkah V Rp 10.000.000, pemanfaat Rp 9.999.999",
    ),
    "a level without an assessment": (
        "UPDATE groups_group SET level = 'matang'",
        "levels",
        "matang, menurut penilaian berkembang",
    ),
    "books reopened past their history": (
        "UPDATE offices_office SET books_closed_through = '2009-09-30' WHERE id = {office}",
        "periods",
        "UJI: buku ditutup sampai 30 September 2009, riwayat mengatakan 31 Desember 2009",
    ),
    "a history that doesn't follow on": (
        "UPDATE ledger_periodchange SET closed_before = '2009-01-31' WHERE office_id = {office}",
        "periods",
        "tidak menyambung",
    ),
    "a figure of an issued report": (
        "UPDATE reports_issuedreport SET value = REPLACE(value, '10000000', '10000001')",
        "issued",
        "UJI Triwulan IV 2009: isi laporan berubah",
    ),
}


def test_receivable_in_a_typed_entry_is_found_though_it_is_an_account_of_the_office(world):
    spoil("UPDATE ledger_posting SET debit_id = {receivable} WHERE id = {posting}".format(**world))

    found = faulty()
    assert list(found) == ["accounts", "subledger"]
    assert len(found["accounts"]) == 1


@pytest.mark.parametrize("name", SPOILT)
def test_each_check_finds_exactly_its_fault(name, world):
    sql, key, fault = SPOILT[name]
    for statement in sql.format(**world).split("; "):
        spoil(statement)

    found = faulty()

    assert list(found) == [key]
    assert len(found[key]) == 1
    assert fault in found[key][0]


def test_spoilt_rows_are_found_in_the_figures_that_were_issued(world):
    spoil("UPDATE loans_repayment SET principal = 1 WHERE id = {repayment}".format(**world))

    found = faulty(quarters=1)["issued_figures"]

    assert all(fault.startswith("UJI Triwulan IV 2009: ") for fault in found)
    assert any("terbit 9.000.000, kini 9.999.999" in fault for fault in found)


def test_command_builds_every_quarter_anew_if_that_is_asked_for(world):
    newest, every = StringIO(), StringIO()

    call_command("check_books", stdout=newest)
    call_command("check_books", every_quarter=True, stdout=every)

    told = "Angka laporan terbit sama dengan catatannya: benar (1 laporan"
    assert f"{told}, paling banyak 4 triwulan" in newest.getvalue()
    assert f"{told})" in every.getvalue()


def test_a_missing_guard_is_a_fault(world):
    connection.check_constraints()
    triggers.drop_all(connection)

    assert list(faulty()) == ["guards"]


def test_every_check_is_spoilt_by_a_test():
    keys = {result.key for result in check_books(Office.objects.none())}

    spoilt = [
        *SPOILT.values(),
        *test_check_assets.SPOILT.values(),
        *test_check_closing.SPOILT.values(),
        *test_check_endings.SPOILT.values(),
        *test_check_levies.SPOILT.values(),
        *test_check_infrastructure.SPOILT.values(),
        *test_check_members.SPOILT.values(),
        *test_check_cash.SPOILT.values(),
        *test_check_phases.SPOILT.values(),
        *test_check_aid.SPOILT.values(),
        *test_check_goats.SPOILT.values(),
        *test_check_grants.SPOILT.values(),
        *test_check_training.SPOILT.values(),
    ]
    assert keys == {key for _, key, _ in spoilt} | {
        "guards", "letters", "budgets", "households", "issued_figures",
    }  # fmt: skip


def test_number_of_queries_does_not_depend_on_the_rows(world):
    village = factories.create_village(factories.create_office())

    def count() -> int:
        loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2010, 1, 5))
        factories.pay(loan, on=date(2010, 2, 5))
        with CaptureQueriesContext(connection) as queries:
            check_books(Office.objects.all())
        return len(queries)

    first = count()
    assert (count(), count()) == (first, first)
    assert first < MANY_QUERIES


def test_command_prints_what_it_looked_at(world):
    output = StringIO()

    call_command("check_books", office="UJI", stdout=output)

    assert "Bukti lengkap: benar (8 bukti, Rp 23.453.000)" in output.getvalue()


def test_command_exits_with_1_and_the_rows(world):
    spoil("UPDATE loans_share SET principal = principal + 1 WHERE id = {share}".format(**world))
    output = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("check_books", stdout=output)

    assert "Bagian anggota sama dengan pinjaman: 1 salah" in output.getvalue()
    assert "Rp 10.000.001, pinjaman Rp 10.000.000" in output.getvalue()


def test_command_knows_only_existing_offices(world):
    with pytest.raises(CommandError, match="TIDAK-ADA"):
        call_command("check_books", office="TIDAK-ADA")


@pytest.mark.parametrize("role", list(Role))
def test_page_is_for_the_manager_and_the_supervisor(client, role):
    client.force_login(factories.create_user(role))

    status = client.get(reverse("desk:check-books")).status_code

    assert status == (200 if role in (Role.MANAGER, Role.SUPERVISOR) else 403)


def test_page_shows_faults_of_the_own_office_alone(client, world):
    spoil("UPDATE loans_share SET principal = principal + 1 WHERE id = {share}".format(**world))
    own = factories.create_user(office=Office.objects.get(code="UJI"))

    client.force_login(own)
    page = client.get(reverse("desk:check-books")).content.decode()
    client.force_login(factories.create_user())
    elsewhere = client.get(reverse("desk:check-books")).content.decode()

    assert "Rp 10.000.001, pinjaman Rp 10.000.000" in page
    assert "Semua benar" in elsewhere
