"""A new office, just after the first-run page: no page breaks, and each says what to do."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import URLResolver, get_resolver, reverse

from reports.issuing import quarters_of
from reports.registry import REPORTS
from tests import factories
from tests.upk.desk.test_first_run_page import answers
from upk.access import Role
from upk.cash.usual import BY_KEY
from upk.desk.closing_forms import closable
from upk.desk.first_run import create_first_office
from upk.desk.navigation import menu_for

pytestmark = pytest.mark.django_db

NO_VILLAGES = {
    Role.MANAGER: "Mulailah dengan mencatat desa-desa",
    Role.FACILITATOR: "Belum ada desa yang ditugaskan kepada Anda. Hubungi manajer kantor.",
}
SENTENCES = {
    "offices:person-list": "catat orangnya lebih dahulu",
    "loans:day-sheet": "Lembar setoran terisi setelah pinjaman pertama dicairkan",
    "loans:day-sheet-print": "Pilih desa, produk, atau yang jatuh tempo minggu ini",
    "loans:loan-list": "Usulan kelompok dicatat lebih dahulu",
    "loans:loan-add": "catat kelompoknya lebih dahulu",
    "loans:repayment-search": "Tidak ada pinjaman aktif yang cocok",
    "groups:group-list": "catat kelompoknya lebih dahulu",
    "ledger:journal": "Tidak ada jurnal dengan saringan ini",
    "ledger:trial-balance": "Belum ada saldo pada tanggal ini",
    "desk:check-books": "Semua benar",
    "desk:due-list": "Tidak ada angsuran yang jatuh tempo",
    "grants:phase-list": "Belum ada tahun anggaran",
    "grants:proposal-list": "Usulan desa selalu untuk satu tahun anggaran",
    "grants:grant-list": "Usulan yang disetujui MAD menjadi kegiatan",
    "grants:decree-list": "Belum ada SPC",
    "grants:fund-list": "Belum ada tahun anggaran",
    "maintenance:infrastructure-list": "Belum ada prasarana",
    "maintenance:inspection-list": "Daftarkan dahulu pada halaman Prasarana",
    "maintenance:levy-list": "Belum ada desa",
    "maintenance:levy-sheet": "belum ada desa dengan aturan iuran yang berlaku",
    "maintenance:levy-rule-list": "Belum ada aturan iuran",
    "maintenance:levy-payment-list": "Belum ada iuran yang diterima",
    "maintenance:levy-bank-list": "Belum ada iuran yang disetor",
    "maintenance:levy-deposit-add": "tidak ada iuran yang belum disetor",
}
"""What an empty page says to whoever may open it."""


@pytest.fixture
def office():
    data = answers(office_code="KALIJAMBE", district_code="SRAGEN", since=date(2010, 1, 1))
    return create_first_office(data).office


def sign_in(client, role, office):
    place = {"district": office.district} if role == Role.DISTRICT else {"office": office}
    client.force_login(factories.create_user(role, **place))


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_new_office_says_what_to_do(client, office, role):
    sign_in(client, role, office)

    for section in menu_for(role, "/"):
        for entry in section["entries"]:
            assert client.get(entry["url"]).status_code == 200, entry["url"]
    for name, sentence in SENTENCES.items():
        response = client.get(reverse(name))
        assert response.status_code == 403 or sentence in response.text, name
    villages = client.get(reverse("offices:village-list"))
    expected = NO_VILLAGES.get(role, "Belum ada desa. Manajer mencatatnya")
    assert villages.status_code == 403 or expected in villages.text


BOOKS = ("cash", "assets", "budget", "closing", "ledger", "reports", "desk")


def addresses(office) -> Iterator[str]:
    """Every page of the books that a new office has: without an argument, or about an account."""
    bank = office.accounts.get(code="1.1.01.03").pk
    arguments = {
        "cash:book": [bank], "cash:book-paper": [bank], "cash:statement-add": [bank],
        "ledger:account-book": [bank], "ledger:account-edit": [bank], "budget:version-add": [2010],
        "reports:note-edit": ["umum"], "desk:period-close": [f"{closable(office)[0]:%Y-%m}"],
        "reports:quarter-draft": [quarters_of(office)[0]], "desk:quarter-issue": ["2009-4"],
        **{f"cash:usual-add {key}": [key] for key in BY_KEY},
    }  # fmt: skip
    for app in BOOKS:
        for pattern in get_resolver().namespace_dict[app][1].url_patterns:
            if isinstance(pattern, URLResolver):
                continue  # the desks of villages, districts and the public have their own tests
            name = f"{app}:{pattern.name}"
            if not pattern.pattern.converters and name != "desk:first-run":  # has its own tests
                yield reverse(name)
    for name, args in arguments.items():
        yield reverse(name.split()[0], args=args)


def test_every_form_of_the_books_of_a_new_office_opens(client, office):
    sign_in(client, Role.MANAGER, office)
    found = list(addresses(office))

    answers = {address: client.get(address).status_code for address in found}

    assert len(found) > 60
    assert {a: status for a, status in answers.items() if status not in (200, 302, 405)} == {}


def test_every_report_of_a_new_office_says_that_it_is_empty(client, office):
    sign_in(client, Role.MANAGER, office)

    for name, definition in REPORTS.items():
        page = client.get(reverse("reports:report", args=[name]))
        assert page.status_code == 200, name
        assert "Tidak ada yang perlu dimuat" in page.text or not definition.by_village, name
        for file_format in ("csv", "xlsx", "json"):
            file = client.get(reverse("reports:download", args=[name, file_format]))
            assert file.status_code == 200, (name, file_format)
