"""The pages of the budget."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.upk.budget.office import INTEREST, POWER, SALARY, approve, create_setting
from upk.access import Role
from upk.budget.comparison import months_of
from upk.budget.models import BudgetVersion

pytestmark = pytest.mark.django_db
URL = "/anggaran/2010/susun/"


@pytest.fixture
def setting():
    return create_setting()


@pytest.fixture
def treasurer(client, setting):
    client.force_login(setting.treasurer)
    return client


def sent(*lines: dict, step: str = "simpan", **fields) -> dict:
    data = {
        "langkah": step, "body": "MAD", "number": "BA/1", "decided_on": "2010-02-01",
        "since": "2010-02-01", "request_key": str(uuid4()),
        "baris-TOTAL_FORMS": len(lines), "baris-INITIAL_FORMS": 0,
    }  # fmt: skip
    for n, line in enumerate(lines):
        data |= {f"baris-{n}-{name}": value for name, value in line.items()}
    return data | fields


def grid_of(response) -> list[dict]:
    """What the lines of the answered grid hold."""
    forms = response.context["lines"].forms
    return [form.initial for form in forms if form.initial]


def test_budget_is_recorded_by_decision(treasurer, setting):
    data = sent({"account": f"{SALARY} Gaji", "m1": "1.000", "m12": "500"}, {"account": ""})

    for _ in range(2):  # a double click
        response = treasurer.post(URL, data, follow=True)

    version = BudgetVersion.objects.get()
    assert months_of(version) == {setting.account(SALARY).pk: [1_000, *[0] * 10, 500]}
    assert "Anggaran 2010 tercatat." in response.text


def test_helps_fill_the_months_without_scripts(treasurer):
    data = sent(
        {"account": SALARY, "same": "100"}, {"account": POWER, "whole": "120.005"}, step="hitung"
    )

    response = treasurer.post(URL, data)

    salary, power = grid_of(response)
    assert [salary[f"m{n}"] for n in range(1, 13)] == [100] * 12
    assert sum(power[f"m{n}"] for n in range(1, 13)) == 120_005
    assert len(response.context["lines"].forms) == 2 + 5
    assert response.context["form"].initial["number"] == "BA/1"
    assert not BudgetVersion.objects.exists()


def test_sums_are_shown_before_it_is_recorded(treasurer):
    lines = ({"account": INTEREST, "same": "1.000"}, {"account": SALARY, "same": "100"})

    response = treasurer.post(URL, sent(*lines, step="lihat"))

    assert response.context["plan"] == {"income": 12_000, "expense": 1_200, "surplus": 10_800}
    assert not BudgetVersion.objects.exists()


@pytest.mark.parametrize(
    ("lines", "fields", "problem"),
    [
        ([{"account": "1.1.01.01", "m1": "1"}], {}, "Akun ini tidak ada"),
        ([{"account": "", "m1": "1"}], {}, "Pilih akunnya."),
        ([{"account": SALARY, "same": "1", "whole": "2"}], {}, "Isi salah satu"),
        ([{"account": SALARY, "m1": "1"}] * 2, {}, "sudah ada di baris lain"),
        ([{"account": SALARY, "m1": "1,5"}], {}, "Tulis rupiah bulat"),
        ([{"account": SALARY, "m1": "777"}], {"number": ""}, 'value="777"'),
        ([{"account": SALARY, "m1": "1"}], {"since": "2010-01-01"}, "paling awal pada tanggal"),
        ([{"account": SALARY}], {}, "sedikitnya satu"),
    ],
)
def test_what_cannot_be_says_why(treasurer, lines, fields, problem):
    response = treasurer.post(URL, sent(*lines, **fields))

    assert response.status_code == 200
    assert problem in response.text
    assert not BudgetVersion.objects.exists()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_file_that_was_downloaded_fills_the_grid(treasurer, setting, file_format):
    version = approve(setting, {SALARY: list(range(1, 13))})
    address = reverse("budget:version-download", args=[version.pk, file_format])
    content = treasurer.get(address).content

    file = SimpleUploadedFile(f"anggaran.{file_format}", content)
    response = treasurer.post(URL, {"langkah": "unggah", "file": file})

    [row] = grid_of(response)
    assert row["account"].startswith(SALARY)
    assert [row.get(f"m{n}", 0) for n in range(1, 13)] == list(range(1, 13))


def test_file_that_is_no_budget_says_why(treasurer):
    file = SimpleUploadedFile("anggaran.csv", b"9.9;x;1")

    response = treasurer.post(URL, {"langkah": "unggah", "file": file})

    assert "tidak ada akun pendapatan atau beban 9.9" in response.text


def test_grid_begins_with_last_year_and_a_percentage(treasurer, setting):
    setting.spend(SALARY, 1_000, date(2009, 3, 5))
    setting.earn(INTEREST, 4_000, date(2009, 12, 5))
    approve(setting, {POWER: [10] * 12}, year=2009)

    def begun(**query) -> dict[str, list[int]]:
        rows = grid_of(treasurer.get(URL, query))
        return {row["account"][:9]: [row.get(f"m{n}", 0) for n in range(1, 13)] for row in rows}

    assert begun() == {}
    assert begun(dari="anggaran") == {POWER: [10] * 12}
    assert begun(dari="realisasi", persen="5") == {
        SALARY: [0, 0, 1_050, *[0] * 9],
        INTEREST: [*[0] * 11, 4_200],
    }
    assert begun(dari="lain") == {}


def test_page_shows_what_was_overspent(treasurer, setting):
    approve(setting, {SALARY: [100] * 12})
    setting.spend(SALARY, 250, date(2010, 2, 3))

    response = treasurer.get(reverse("budget:detail"))

    assert "lebih Rp 50" in response.text
    assert "Anggaran 2010 belum ditetapkan" not in response.text


@pytest.mark.parametrize("codes", [[SALARY], [SALARY, POWER, INTEREST]])
def test_page_takes_the_same_queries_for_many_accounts(
    treasurer, setting, codes, django_assert_num_queries
):
    approve(setting, {code: [1] * 12 for code in codes})
    treasurer.get(reverse("budget:detail"))  # notes the session's use, once a minute

    with django_assert_num_queries(8):  # session, user; the comparison's five; versions
        treasurer.get(reverse("budget:detail"))


def test_budget_of_another_office_is_not_found(client, setting):
    version = approve(setting, {SALARY: [1] * 12})
    client.force_login(factories.create_user(Role.MANAGER))

    response = client.get(reverse("budget:version-download", args=[version.pk, "csv"]))

    assert response.status_code == 404


def test_year_and_format_that_cannot_be_are_not_found(treasurer, setting):
    version = approve(setting, {SALARY: [1] * 12})

    assert treasurer.get(reverse("budget:version-add", args=[1999])).status_code == 404
    address = reverse("budget:version-download", args=[version.pk, "doc"])
    assert treasurer.get(address).status_code == 404
