import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def run(**options):
    values = {
        "principal": "12000000",
        "rate": "1.5",
        "method": "flat",
        "tenor": "12",
        "disbursed": "2024-01-31",
    } | options
    out = StringIO()
    call_command("schedule", **values, stdout=out)
    return out.getvalue()


def run_json(**options):
    return json.loads(run(format="json", **options))


def test_json_has_the_agreed_keys():
    rows = run_json(tenor="2", step="500")

    assert rows == [
        {"n": 1, "due": "2024-02-29", "principal": 6_000_000, "interest": 180_000,
         "balance_after": 6_000_000},
        {"n": 2, "due": "2024-03-31", "principal": 6_000_000, "interest": 180_000,
         "balance_after": 0},
    ]  # fmt: skip


def test_table_prints_amounts_as_offices_do_with_totals():
    lines = run(tenor="2").splitlines()

    assert [line.split() for line in lines] == [
        ["ke", "jatuh", "tempo", "pokok", "jasa", "jumlah", "saldo", "pokok"],
        ["1", "2024-02-29", "6.000.000", "180.000", "6.180.000", "6.000.000"],
        ["2", "2024-03-31", "6.000.000", "180.000", "6.180.000", "0"],
        ["jumlah", "12.000.000", "360.000", "12.360.000"],
    ]


def test_every_option_reaches_the_schedule():
    rows = run_json(
        principal="10000000", rate="1.2", method="declining", tenor="8", every="3",
        interest_every="2", grace="2", step="1000", rounding="up", disbursed="2024-01-25",
        payment_day="5", cutoff_day="20",
    )  # fmt: skip

    assert [(row["due"], row["principal"], row["interest"]) for row in rows] == [
        ("2024-04-05", 0, 240_000),
        ("2024-06-05", 0, 240_000),
        ("2024-07-05", 5_000_000, 0),
        ("2024-08-05", 0, 180_000),
        ("2024-10-05", 5_000_000, 120_000),
    ]


def test_weekly_and_annuity_schedules():
    assert [row["due"] for row in run_json(tenor="2", period="week")] == [
        "2024-02-07",
        "2024-02-14",
    ]
    rows = run_json(method="annuity", rate="2", principal="1000000", tenor="3", step="100")
    assert [row["principal"] + row["interest"] for row in rows] == [346_800, 346_800, 346_661]


def test_options_come_from_the_command_line(capsys):
    call_command(
        "schedule", "--principal", "1000", "--rate", "0", "--method", "flat", "--tenor", "1",
        "--disbursed", "2024-01-31", "--format", "json",
    )  # fmt: skip

    assert json.loads(capsys.readouterr().out)[0]["principal"] == 1000


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"principal": "0"}, "--principal: paling sedikit 1."),
        ({"principal": "-5"}, "--principal: paling sedikit 1."),
        ({"principal": "1,5"}, "--principal: harus bilangan bulat."),
        ({"principal": "9" * 30}, "--principal: harus bilangan bulat."),
        ({"rate": "abc"}, "--rate: harus bilangan, persen per bulan, misalnya 1.5."),
        ({"rate": "NaN"}, "--rate: harus bilangan, persen per bulan, misalnya 1.5."),
        ({"rate": "-1"}, "--rate: paling sedikit 0."),
        ({"rate": "101"}, "--rate: paling banyak 100."),
        ({"method": "bunga"}, "--method: tidak dikenal; lihat --help."),
        ({"tenor": "0"}, "--tenor: paling sedikit 1."),
        ({"tenor": "²"}, "--tenor: harus bilangan bulat."),
        ({"every": "-1"}, "--every: paling sedikit 0."),
        ({"grace": "12"}, "--grace: masa tenggang harus lebih pendek daripada jangka."),
        ({"step": "0"}, "--step: paling sedikit 1."),
        ({"rounding": "even"}, "--rounding: tidak dikenal; lihat --help."),
        ({"period": "day"}, "--period: tidak dikenal; lihat --help."),
        ({"disbursed": "31-01-2024"}, "--disbursed: harus tanggal, misalnya 2024-01-31."),
        ({"disbursed": "2024-02-30"}, "--disbursed: harus tanggal, misalnya 2024-01-31."),
        ({"disbursed": "9999-12-01"}, "--disbursed: jatuh tempo terakhir melampaui tahun 9999."),
        ({"payment_day": "32"}, "--payment-day: paling banyak 31."),
        ({"cutoff_day": "0"}, "--cutoff-day: paling sedikit 1."),
        ({"period": "week", "payment_day": "5"}, "--payment-day: hanya untuk jadwal bulanan."),
        (
            {"method": "annuity", "grace": "1"},
            "--grace: anuitas tidak dapat memakai masa tenggang.",
        ),
        (
            {"method": "annuity", "interest_every": "2"},
            "--interest-every: anuitas perlu selang jasa yang sama dengan selang pokok.",
        ),
        (
            {"method": "annuity", "every": "5", "interest_every": "5"},
            "--every: anuitas perlu selang yang membagi habis jangka.",
        ),
    ],
)
def test_bad_terms_are_refused_with_a_sentence(options, message):
    with pytest.raises(CommandError) as caught:
        run(**options)

    assert str(caught.value) == message
    assert caught.value.returncode == 1
