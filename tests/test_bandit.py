"""bandit finds nothing in the program that isn't explained here."""

import json
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (
    "closing", "goats", "grants", "groups", "loans", "maintenance", "oversight", "reports",
    "training", "upk", "visits",
)  # fmt: skip
ACCEPTED = {
    # SQL put together from the program's own constants and names of tables; values are parameters
    ("B608", "*guards*.py"): "conditions of guards are constants",
    ("B608", "grants/running/conditions.py"): "parts of guards' conditions",
    ("B608", "upk/triggers.py"): "guards, from the declarations of the apps",
    ("B608", "upk/desk/example/copies.py"): "tables and columns of the models",
    ("B608", "upk/desk/keeping/databases.py"): "names of the database's own tables, quoted",
    ("B608", "upk/desk/moving/history/inserting.py"): "tables and columns of the models",
    ("B608", "upk/desk/moving/dumps/*.py"): "tables of the dump that have a known key, in memory",
    ("B611", "upk/ids.py"): "one of two constants; the ids are a parameter",
    # HTML that is made of escaped text: tests.test_stored_scripts types scripts everywhere
    ("B308", "*"): "the same places as B703, and those with constants",
    ("B703", "*/papers.py"): "an SVG of segno",
    ("B703", "loans/papers/render.py"): "markup.to_html escapes what is typed",
    ("B703", "reports/pack_views.py"): "markup.to_html escapes what is typed",
    ("B703", "reports/settings_views.py"): "markup.to_html escapes what is typed",
    ("B703", "upk/desk/public/*.py"): "markup.to_html escapes what is typed",
    ("B703", "reports/render/*.py"): "rendered templates, which escape; the style sheet; an SVG",
    ("B703", "upk/charts.py"): "escaped by the parts",
    # the example office is invented by a generator that starts from a known number
    ("B311", "upk/desk/example/*"): "an invented office, the same each time",
    ("B105", "upk/desk/example/places.py"): "the example's password, which is printed",
    # no passwords, addresses or web requests at all
    ("B105", "loans/papers/markup.py"): "signs of the markup",
    ("B105", "upk/desk/moving/arrival.py"): "None: who moves in has no password yet",
    ("B104", "upk/profile/services/guesses.py"): "what stands for an unknown address",
    ("B113", "loans/waiting_list.py"): "a dictionary called requests",
    ("B105", "upk/offices/forms.py"): "what is said beside the field",
    ("B105", "upk/running/typed.py"): "the name of a field",
    ("B105", "upk/signin/gate.py"): "the name of a page",
    ("B101", "oversight/records/findings.py"): "a mistake of the program, nothing typed",
    ("B101", "upk/signin/second_factor.py"): "a mistake of the program, nothing typed",
    # expat itself stops entities that grow; the part is small
    ("B405", "upk/desk/moving/packed.py"): "a list of types of at most 5 MB",
    ("B314", "upk/desk/moving/packed.py"): "a list of types of at most 5 MB",
    # pg_dump and pg_restore, found in PATH
    ("B404", "upk/desk/keeping/postgresql.py"): "a list of arguments, no shell",
    ("B603", "upk/desk/keeping/postgresql.py"): "a list of arguments, no shell",
    # the process that makes PDFs
    ("B404", "upk/pdf.py"): "a list of arguments, no shell",
    ("B603", "upk/pdf.py"): "a list of arguments, no shell",
    ("B405", "upk/pdf_worker.py"): "reads what this program rendered",
    ("B314", "upk/pdf_worker.py"): "reads what this program rendered",
}
"""Finding and files, with the reason why it is none."""


def found() -> Iterator[tuple[str, str, int, str]]:
    """What bandit says: its number, file, line, and text."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", *PROGRAM, "-f", "json"]
    said = subprocess.run([*command, "-x", "*/migrations/*"], cwd=ROOT, capture_output=True)
    report = json.loads(said.stdout)
    assert report["errors"] == []
    for one in report["results"]:
        yield one["test_id"], one["filename"], one["line_number"], one["issue_text"]


def test_bandit_finds_only_what_is_explained():
    left, used = [], set()
    for number, file, line, text in found():
        fitting = {key for key in ACCEPTED if key[0] == number and fnmatch(file, key[1])}
        used |= fitting
        if not fitting:
            left.append(f"{file}:{line}: {number} {text}")

    assert left == []
    assert set(ACCEPTED) - used == set()
