"""What must hold for the files of the repository themselves."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 1_000_000  # bytes
# Written in two halves, so that this file doesn't name them.
HOSTS = [
    first + second
    for first, second in [
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("yarn", "pkg.com"),
        ("un", "pkg.com"),
        ("js", "delivr.net"),
        ("cdn", "js.cloudflare.com"),
        ("crates", ".io/"),
        ("ruby", "gems.org"),
        ("proxy.go", "lang.org"),
        ("fonts.google", "apis.com"),
    ]
]


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def scripts() -> list[Path]:
    """What people call: files without a suffix; what has one is data of such a script."""
    places = ("script", ".ci")
    return [p for p in tracked_files() if p.parent.name in places and not p.suffix]


def test_no_file_names_the_host_of_a_package_registry():
    pattern = re.compile("|".join(map(re.escape, HOSTS)).encode(), re.IGNORECASE)

    found = {p.relative_to(ROOT) for p in tracked_files() if pattern.search(p.read_bytes())}

    assert found == set()


def test_no_file_is_larger_than_a_megabyte():
    assert {p.relative_to(ROOT) for p in tracked_files() if p.stat().st_size > LARGEST} == set()


def test_nothing_of_an_installation_is_tracked():
    folders = {path.relative_to(ROOT).parts[0] for path in tracked_files()}

    assert folders & {"var", ".venv", "staticfiles", "build"} == set()


def test_every_folder_with_tests_is_a_package():
    folders = {path.parent for path in tracked_files() if path.match("tests/**/*.py")}

    assert {f.relative_to(ROOT) for f in folders if not (f / "__init__.py").exists()} == set()


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.name)
def test_script_is_executable_and_in_bash_or_python(script):
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[0] in (
        "#!/usr/bin/env bash",
        "#!/usr/bin/env python3",
    )


@pytest.mark.parametrize(
    "script",
    [path for path in scripts() if path.read_text().startswith("#!/usr/bin/env bash")],
    ids=lambda path: path.name,
)
def test_bash_script_is_well_formed_and_stops_at_the_first_error(script):
    checked = subprocess.run(["bash", "-n", script], capture_output=True, text=True)

    assert "set -euo pipefail" in script.read_text().splitlines()
    assert checked.stderr == ""


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_locked_with_hashes(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    packages = [entry for entry in entries if re.match(r"[A-Za-z0-9]", entry)]

    assert packages
    assert [entry for entry in packages if "==" not in entry or "--hash=" not in entry] == []
