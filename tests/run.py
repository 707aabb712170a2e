"""Run every check and print one summary: what ``script/test`` does.

A skipped or xfailed test counts as failed, and so does a part that collects no tests: what isn't
run isn't known. Tests that ask for no database (``tests.conftest`` finds them by their fixtures)
run once, on the side of SQLite; all others on both. Arguments go to pytest, and then only those
tests run.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.postgres import NoPostgreSQL, temporary_server

# The caller's installation must not leak into the tests.
INSTALLATION = [
    "ALLOWED_HOSTS",
    "BACKUP_DIR",
    "BACKUP_PASSPHRASE",
    "BACKUP_PASSPHRASE_FILE",
    "DATABASE_URL",
    "DEBUG",
    "HSTS_SUBDOMAINS",
    "HTTPS",
    "IDENTITY_DIGEST_KEY",
    "IDENTITY_KEY",
    "MEDIA_ROOT",
    "PUBLIC_ADDRESS",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SESSION_IDLE_MINUTES",
    "STATIC_ROOT",
    "TRUSTED_ORIGINS",
]
BROWSER = "tests/browser"
"""Where all browser tests are (``tests.conftest`` refuses others): nothing else is collected."""
RUN_ONCE = "tests that ask for no database ran on SQLite's side"
NO_TESTS = 5
"""pytest's exit code when it has collected nothing."""
SLOWEST = 20
MOST_AGAIN = 5
"""So many failed browser tests are tried again; more of them are no accident."""


@dataclass
class Part:
    """What came out of one part. ``seconds`` is wall time; ``durations`` is by test, ``failures``
    names those that failed.
    """

    name: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    note: str = ""
    durations: list[tuple[float, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def say(text: str = "") -> None:
    """Print a line at once, so that it stands before what child processes print."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def check(name: str, command: list[str], env: dict[str, str]) -> Part:
    """Run a command that passes or fails as a whole."""
    say(f"== {name}")
    begun = time.monotonic()
    code = subprocess.run([sys.executable, "-m", *command], env=env).returncode
    return Part(name, int(code == 0), int(code != 0), time.monotonic() - begun)


def read_results(part: Part, path: Path) -> None:
    """Fill in the counts from pytest's JUnit file."""
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        counts = {k: int(suite.get(k, 0)) for k in ("tests", "failures", "errors", "skipped")}
        part.passed += 2 * counts["tests"] - sum(counts.values())
        part.failed += counts["failures"] + counts["errors"] + counts["skipped"]
        if counts["skipped"]:
            part.note = f"{counts['skipped']} skipped or xfailed, which counts as failed"
        for case in suite.iter("testcase"):
            label = f"{case.get('classname')}::{case.get('name')}"
            part.durations.append((float(case.get("time", 0)), label))
            if case.find("failure") is not None or case.find("error") is not None:
                part.failures.append(label)


def run_pytest(
    name: str, arguments: list[str], env: dict[str, str], *, note: str = "", may_be_empty=False
) -> Part:
    """Run pytest with two workers and count what came out.

    Each worker gets one half of the tests in their order (and what the other leaves in the end),
    so that what a module's tests share is made once.
    """
    say(f"== {name}")
    begun = time.monotonic()
    part = Part(name, note=note)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "junit.xml")
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
        command += ["-o", "addopts=", "--strict-markers", f"--junitxml={report}", *arguments]
        code = subprocess.run(command, env=env).returncode
        if report.exists():
            read_results(part, report)
    part.seconds = time.monotonic() - begun
    if code == NO_TESTS and not may_be_empty:
        part.failed, part.note = 1, "no tests were collected"
    elif code not in (0, NO_TESTS) and not part.failed:
        part.failed, part.note = 1, f"pytest ended with code {code}"
    return part


def run_browser(name: str, marker: str, env: dict[str, str]) -> Part:
    """Run browser tests; the few that failed run once more, alone.

    A browser on a busy machine may miss a deadline that has nothing to do with the page. What
    fails twice is a fault; what passes then is named in the summary, so that it isn't overlooked.
    """
    first = run_pytest(name, ["-m", marker, BROWSER], env)
    if not 0 < len(first.failures) == first.failed <= MOST_AGAIN:
        return first
    again = run_pytest(f"{name}, again", ["-n", "0", "--last-failed", BROWSER], env)
    if again.passed + again.failed != first.failed:
        return first
    first.passed += again.passed
    first.failed, first.failures = again.failed, again.failures
    first.seconds += again.seconds
    first.note = f"{again.passed} passed at the second try only"
    return first


def checks(env: dict[str, str]) -> Iterable[Part]:
    """Lint, format, migrations."""
    yield check("lint", ["ruff", "check", "--quiet", "."], env)
    yield check("format", ["ruff", "format", "--quiet", "--check", "."], env)
    yield check("migrations complete", ["manage", "makemigrations", "--check", "--dry-run"], env)


def everything(env: dict[str, str]) -> Iterable[Part]:
    """All parts, one after the other."""
    yield from checks(env)
    yield run_pytest("tests on SQLite", ["-m", "not browser"], env)
    yield run_browser("browser on SQLite", "browser", env)
    with temporary_server() as url:
        env = {**env, "DATABASE_URL": url}
        both = ["-m", "not browser and not no_database"]
        yield run_pytest("tests on PostgreSQL", both, env, note=RUN_ONCE)
        yield run_browser("browser on PostgreSQL", "browser_postgres", env)


def selection(arguments: list[str], env: dict[str, str]) -> Iterable[Part]:
    """The tests that the arguments name, on both databases."""
    yield run_pytest("SQLite", arguments, env, may_be_empty=True)
    with temporary_server() as url:
        both = ["-m", "(not browser and not no_database) or browser_postgres", *arguments]
        env = {**env, "DATABASE_URL": url}
        yield run_pytest("PostgreSQL", both, env, note=RUN_ONCE, may_be_empty=True)


def summarise(parts: list[Part], seconds: float) -> int:
    """Print the slowest tests, a line for each part and the total; return the exit code."""
    durations = sorted(((s, t, p.name) for p in parts for s, t in p.durations), reverse=True)
    say(f"\n== {SLOWEST} slowest tests")
    for taken, test, part in durations[:SLOWEST]:
        say(f"{taken:6.2f} s  {test} ({part})")
    say("\n== summary")
    for part in parts:
        note = f"  {part.note}" if part.note else ""
        say(
            f"{'ok' if not part.failed else 'FAILED':<7}{part.name:<24}{part.passed:>6} passed "
            f"{part.failed:>4} failed {part.seconds:>7.1f} s{note}"
        )
    passed, failed = sum(p.passed for p in parts), sum(p.failed for p in parts)
    say(f"{seconds:.0f} s in all")
    say(f"{passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


def main(arguments: list[str]) -> int:
    """Run everything, or the tests that ``arguments`` name; return the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begun, parts = time.monotonic(), []
    shared = tempfile.mkdtemp(prefix="bergulir-test-")
    env = {name: value for name, value in os.environ.items() if name not in INSTALLATION}
    env |= {"BERGULIR_VAR": f"{shared}/var", "BERGULIR_TEST_SHARED": shared}
    if env.pop("PYTHONDONTWRITEBYTECODE", None):
        # Kept for this run alone: without any, each of its processes would compile everything.
        env["PYTHONPYCACHEPREFIX"] = f"{shared}/bytecode"
    try:
        for part in selection(arguments, env) if arguments else everything(env):
            parts.append(part)
    except KeyboardInterrupt:
        parts.append(Part("interrupted", failed=1, note="the other parts were not run"))
    except NoPostgreSQL as error:
        parts.append(Part("PostgreSQL", failed=1, note=str(error)))
    finally:
        shutil.rmtree(shared, ignore_errors=True)
    return summarise(parts, time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
