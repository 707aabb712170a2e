"""The quarterly pack and the LPP as PDF: time, memory, and what isn't WeasyPrint's."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pypdf import PdfReader

from bench.measure import times_as_much
from reports.pack import build_pack
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import render
from reports.render.pack import render_pack_pdf
from upk.desk.example import OFFICE_CODE, load_example
from upk.offices.models import Office
from upk.periods import Quarter

QUARTER = Quarter(2009, 4)


@contextmanager
def worker_seconds() -> Iterator[list[float]]:
    """Collect how long child processes run: WeasyPrint works in one of its own."""
    found: list[float] = []
    run = subprocess.run

    def timed(*args, **kwargs):
        begun = time.perf_counter()
        try:
            return run(*args, **kwargs)
        finally:
            found.append(time.perf_counter() - begun)

    subprocess.run = timed
    try:
        yield found
    finally:
        subprocess.run = run


def measure_pack(repeat: int) -> dict:
    """Both PDFs for the example office's last closed quarter; call it in a process of its own."""
    begun = time.perf_counter()
    load_example()
    loaded = time.perf_counter() - begun
    office = Office.objects.get(code=OFFICE_CODE)
    question = Question.of(office, ReportPeriod.of_quarter(QUARTER))
    report = build("lpp", question)
    shape = [str(len(list(report.lines()))), str(len(report.columns))]
    plain = min(_plain_table_seconds(shape) for _ in range(repeat))
    lpp = [_measure(lambda: render(build("lpp", question), "pdf")) for _ in range(repeat)]
    pack = [_measure(lambda: render_pack_pdf(build_pack(office, QUARTER))) for _ in range(repeat)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "load_example_seconds": round(loaded, 1),
        "plain_table_seconds": round(plain, 2),
        "lpp": (best := min(lpp, key=_seconds)),
        "lpp_to_plain_table": times_as_much(best["seconds"], plain),
        "pack": min(pack, key=_seconds) | {"worker_mb": round(memory)},
    }


def _plain_table_seconds(shape: list[str]) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bench.plain_table", *shape]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _seconds(figures: dict) -> float:
    return figures["seconds"]


def _measure(make) -> dict:
    with worker_seconds() as worker:
        begun = time.perf_counter()
        content = make()
        seconds = time.perf_counter() - begun
    return {
        "seconds": round(seconds, 2),
        "outside_percent": round(100 * (seconds - sum(worker)) / seconds, 1),
        "pages": len(PdfReader(BytesIO(content)).pages),
        "kb": round(len(content) / 1024),
    }
