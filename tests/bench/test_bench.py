"""``script/bench`` in its smallest size: it runs, and its JSON has all that the table needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import resolve, reverse

from bench.measure import percentile, summary
from bench.office_work import DISTRICT_PAGES
from bench.table import AIMS, HERD_FIGURES, HERD_PAGES, VILLAGE_REPORTS, lines
from upk.access import Role

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = {"count", "per_second", "p50_ms", "p95_ms", "p99_ms", "max_ms"}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Result of the parts at the screens, on SQLite; PostgreSQL runs the same code."""
    output = tmp_path_factory.mktemp("bench") / "bench.json"
    parts = ("a", "b", "d", "e", "f", "g", "h", "j")
    command = [sys.executable, "-m", "bench", "--tiny", "--sqlite-only"]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [*command, *parts, "--output", str(output)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(output.read_text())


def test_bench_measures_receiving_money(measured):
    figures = measured["engines"]["sqlite"]

    assert all(figures["posting"][k].keys() == TIMES for k in ("service", "driver", "sheet_of_ten"))
    assert figures["posting"]["statements"] == figures["posting"]["statements_of_a_sheet"]
    web = {name: value for name, value in figures["web"].items() if name != "clients"}
    assert web.keys() == {"posts_one", "posts_all", "rounds_one", "rounds_all", "sheet_of_ten"}
    assert all(times.keys() == TIMES for times in web.values())


def test_bench_asks_the_same_number_of_queries_whatever_the_number_of_loans(measured):
    small, _, large = measured["engines"]["sqlite"]["portfolio"]

    assert (small["loans"], large["loans"]) == (40, 120)
    assert small["computation_queries"] == large["computation_queries"]
    assert {name: r["queries"] for name, r in small["reports"].items()} == {
        name: r["queries"] for name, r in large["reports"].items()
    }


def test_bench_weighs_pages_with_all_they_load(measured):
    pages = measured["engines"]["sqlite"]["pages"]

    assert all(page["requests"] > 1 for page in pages.values())
    assert all(page["gzip"]["later"] < page["gzip"]["first"] for page in pages.values())


def test_bench_opens_pages_of_the_district_that_it_may_see():
    roles = {name: resolve(reverse(name)).func.allowed_roles for name in DISTRICT_PAGES}

    assert [name for name in DISTRICT_PAGES if Role.DISTRICT not in roles[name]] == []


def test_bench_measures_the_herd(measured):
    herd = measured["engines"]["sqlite"]["herd"]

    assert (herd["goats"], herd["events"]) == (60, 360)
    assert herd["measured"].keys() == set(HERD_FIGURES)
    assert herd["pages"].keys() == set(HERD_PAGES)


def test_bench_measures_the_statements(measured):
    books = measured["engines"]["sqlite"]["books"]

    assert books["postings"] >= 500
    assert {name: figures["queries"] for name, figures in books["statements"].items()} == {
        "balance-sheet": 5,
        "income-statement": 3,
        "cash-flow": 4,
        "equity-changes": 4,
        "trial-balance": 3,
        "health": 11,
        "calk": 12,
        "ledger": 3,
    }


def test_bench_measures_what_villages_keep(measured):
    villages = measured["engines"]["sqlite"]["villages"]

    assert (villages["pieces"], villages["inspections"]) == (28, 56)
    assert tuple(villages["reports"]) == VILLAGE_REPORTS
    assert all(page["queries"] for page in villages["pages"]["pages"].values())


def test_bench_prints_the_papers_of_a_disbursement(measured):
    papers = measured["engines"]["sqlite"]["papers"]

    assert (papers["papers"], papers["pages"]) == (9, 12)
    assert papers["queries"] < 30
    assert papers["worker_cpu_seconds"] > 0


def test_table_shows_the_aims_of_what_was_measured(measured):
    text = "\n".join(lines(measured))

    assert [aim.label in text for aim in AIMS if aim.part == "a"] == [True] * 7
    assert "pack" not in text


def test_percentiles_are_values_that_occurred():
    assert [percentile([1, 2, 3, 4], p) for p in (50, 95, 99)] == [2, 4, 4]
    assert summary([0.001, 0.003])["per_second"] == 500


def test_bench_measures_memory_from_the_start_to_the_last_request(measured):
    held = measured["engines"]["sqlite"]["memory"]["held"]

    assert [look["requests"] for look in held] == [*range(0, 81, 8)]
    assert all(look["mb"] > 30 for look in held)
