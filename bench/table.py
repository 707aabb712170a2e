"""The figures as a table, each beside what it should be (aims: docs/benchmarks.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.measure import times_as_much

ALONE = ("c", "e", "f", "g", "h", "i", "j")
"""Parts with an office of their own, each in a process of its own."""

STATEMENTS = (
    "balance-sheet", "income-statement", "cash-flow", "equity-changes", "trial-balance", "health",
    "calk", "ledger",
)  # fmt: skip
"""Reports of the whole office that part f builds."""

VILLAGE_REPORTS = ("infrastructure", "levies", "maintenance-grade")
"""Reports of what villages keep that part g builds."""


@dataclass(frozen=True)
class Aim:
    """A figure with its aim; ``find`` takes it out of an engine's result."""

    part: str
    label: str
    find: Callable[[dict], float]
    limit: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


def path(*keys: Any) -> Callable[[dict], float]:
    """A function that follows ``keys`` into a result."""

    def find(result: dict) -> float:
        found: Any = result
        for key in keys:
            found = found[key]
        return found

    return find


def _portfolio(loans: int, *keys: Any) -> Callable[[dict], float]:
    def find(result: dict) -> float:
        return path(*keys)(next(p for p in result["portfolio"] if p["loans"] == loans))

    return find


def _growth(result: dict) -> float:
    """Time per loan at the largest size, beside that at ten times the smallest."""
    *_, before, last = result["portfolio"]
    per_loan = [p["reports"]["lpp"]["ms"] / p["loans"] for p in (before, last)]
    return round(per_loan[1] / per_loan[0], 2)


HERD_FIGURES = ("figures", "figures three years ago", "hand-overs owed")
HERD_PAGES = (
    "goats:goat-list",
    "goats:handover-list",
    "goats:herd-figures",
    "goats:goat-detail",
    "goats:goat-tree",
    "far behind",
)
"""What part h measures of 10.000 goats."""


def _among_most(result: dict) -> float:
    """The first and the last office at the largest number of offices: the larger ratio."""
    return max(result["offices"]["sizes"][-1]["ratio"].values())


def _worst_among_most(result: dict) -> float:
    return result["offices"]["sizes"][-1]["worst"][0]


def _district_page(result: dict) -> float:
    return max(result["offices"]["sizes"][-1]["district"].values())


AIMS = (
    Aim("a", "service / raw driver", path("posting", "service_to_driver"), 5),
    Aim("a", "service, p50 ms", path("posting", "service", "p50_ms"), 17),
    Aim("a", "HTTP, 1 client, p50 ms", path("web", "posts_one", "p50_ms"), 17),
    Aim("a", "HTTP, 1 client, p95 ms", path("web", "posts_one", "p95_ms"), 40),
    Aim("a", "HTTP, all clients, per second", path("web", "posts_all", "per_second"), 200, True),
    Aim("a", "HTTP, all clients, p99 ms", path("web", "posts_all", "p99_ms"), 500),
    Aim("a", "day sheet of 10 rows, p50 ms", path("web", "sheet_of_ten", "p50_ms"), 60),
    *(
        Aim("b", f"{name}, {loans} loans, ms", _portfolio(loans, "reports", name, "ms"), limit)
        for loans, limit in ((211, 50), (2110, 150))
        for name in ("lpp", "collectibility", "arrears")
    ),
    *(
        Aim(
            "b",
            f"computation / aggregate, {loans} loans",
            _portfolio(loans, "computation_to_aggregate"),
            3,
        )
        for loans in (211, 2110, 21100)
    ),
    Aim("b", "growth per loan to the largest size", _growth, 1.2),
    Aim("c", "pack, seconds", path("pack", "pack", "seconds"), 4),
    Aim("c", "pack, outside WeasyPrint, %", path("pack", "pack", "outside_percent"), 15),
    Aim("c", "pack, worker's memory, MB", path("pack", "pack", "worker_mb"), 250),
    Aim("c", "LPP as PDF, seconds", path("pack", "lpp", "seconds"), 1.6),
    Aim("c", "LPP / plain table of as many cells", path("pack", "lpp_to_plain_table"), 1.5),
    Aim("d", "search by group, ms", path("search", "group", "ms"), 1000),
    Aim("d", "register, slowest page, ms", path("register", "worst_ms"), 100),
    Aim("d", "IPTW list, 211 loans, ms", path("rebates", "worst_ms"), 100),
    Aim("e", "papers of a disbursement, seconds", path("papers", "seconds"), 3),
    *(
        Aim("f", f"{name}, 100.000 postings, ms", path("books", "statements", name, "quarter"), 300)
        for name in STATEMENTS
    ),
    Aim("g", "slowest list, 500 pieces, ms", path("villages", "pages", "worst_ms"), 100),
    *(
        Aim("g", f"{name}, 500 pieces, ms", path("villages", "reports", name, "ms"), 100)
        for name in VILLAGE_REPORTS
    ),
    *(
        Aim("h", f"{name}, 10.000 goats, ms", path("herd", "measured", name, "ms"), 200)
        for name in HERD_FIGURES
    ),
    *(
        Aim("h", f"{name}, 10.000 goats, ms", path("herd", "pages", name, "ms"), 200)
        for name in HERD_PAGES
    ),
    Aim("i", "work of an office among most / alone", _among_most, 1.3),
    Aim("i", "its worst report or page / alone", _worst_among_most, 1.3),
    Aim("i", "the district's slowest page, ms", _district_page, 500),
    Aim("j", "server after all requests, MB", path("memory", "mb"), 300),
)


def lines(result: dict) -> Iterator[str]:
    """The whole table."""
    engines = result["engines"]
    yield f"{'':4}{'':40}{'aim':>8}" + "".join(f"{name:>14}" for name in engines)
    for aim in AIMS:
        cells = [_cell(aim, figures) for figures in engines.values()]
        if any(cells):
            sign = "≥" if aim.at_least else "≤"
            yield f"{aim.part:4}{aim.label:40}{sign + str(aim.limit):>8}" + "".join(
                f"{cell:>14}" for cell in cells
            )
    for name, figures in engines.items():
        if "web" in figures:
            yield from ("", f"Receiving money, {name}", *_times(figures))
        if "portfolio" in figures:
            yield from ("", f"Portfolio, {name}", *_portfolio_lines(figures["portfolio"]))
        if "search" in figures:
            yield from ("", f"Search, {name}", *_search_lines(figures["search"]))
        for key, title in (("register", "Register"), ("rebates", "IPTW list")):
            if key in figures:
                yield from ("", f"{title}, {name}", *_list_lines(figures[key]))
        if "books" in figures:
            yield from ("", f"Statements, {name}", *_books_lines(figures["books"]))
        if "villages" in figures:
            yield from ("", f"What villages keep, {name}", *_village_lines(figures["villages"]))
        if "herd" in figures:
            yield from ("", f"Goats, {name}", *_herd_lines(figures["herd"]))
        if "offices" in figures:
            yield from ("", f"Many offices, {name}", *_offices_lines(figures["offices"]["sizes"]))
        if "memory" in figures:
            yield from ("", f"Memory of the server, {name}", *_memory_lines(figures["memory"]))
    pages = next((f["pages"] for f in engines.values() if "pages" in f), None)
    if pages:
        yield from ("", "Weight on the wire (aim: first 60 kB, later 10 kB)", *_pages(pages))


def _cell(aim: Aim, figures: dict) -> str:
    try:
        value = aim.find(figures)
    except (KeyError, StopIteration, ValueError):
        return ""
    return f"{value:g}{' ' if aim.is_met(value) else '!'}"


def _times(figures: dict) -> Iterator[str]:
    yield f"  {'':30}{'/s':>9}{'p50':>9}{'p95':>9}{'p99':>9}{'max ms':>9}"
    rows = {
        "raw driver": figures["posting"]["driver"],
        "service": figures["posting"]["service"],
        "service, sheet of 10": figures["posting"]["sheet_of_ten"],
        "HTTP, 1 client": figures["web"]["posts_one"],
        f"HTTP, {figures['web']['clients']} clients": figures["web"]["posts_all"],
        "HTTP, sheet of 10": figures["web"]["sheet_of_ten"],
        "form + post + receipt, 1": figures["web"]["rounds_one"],
        f"form + post + receipt, {figures['web']['clients']}": figures["web"]["rounds_all"],
    }
    for label, s in rows.items():
        yield f"  {label:30}{s['per_second']:9.0f}" + "".join(
            f"{s[key]:9.1f}" for key in ("p50_ms", "p95_ms", "p99_ms", "max_ms")
        )


def _portfolio_lines(sizes: list[dict]) -> Iterator[str]:
    yield f"  {'':30}" + "".join(f"{s['loans']:>9}" for s in sizes) + "   queries"
    yield f"  {'one aggregate in SQL, ms':30}" + "".join(f"{s['aggregate_ms']:9.1f}" for s in sizes)
    computed = "".join(f"{s['computation_ms']:9.1f}" for s in sizes)
    yield f"  {'computation, ms':30}{computed}   {_counts(s['computation_queries'] for s in sizes)}"
    for name in sizes[0]["reports"]:
        reports = [s["reports"][name] for s in sizes]
        times = "".join(f"{report['ms']:9.1f}" for report in reports)
        yield f"  {name + ', ms':30}{times}   {_counts(r['queries'] for r in reports)}"


def _counts(numbers) -> str:
    return "/".join(map(str, sorted(set(numbers))))


def _search_lines(search: dict) -> Iterator[str]:
    for kind, found in search.items():
        if kind != "loans":
            yield f"  {kind:12}{found['text']:14}{found['hits']:4} hits{found['ms']:9.1f} ms"


def _list_lines(measured: dict) -> Iterator[str]:
    for name, page in measured["pages"].items():
        yield f"  {name:26}{page['ms']:9.1f} ms{page['queries']:5} queries"


def _books_lines(books: dict) -> Iterator[str]:
    yield f"  {books['postings']} postings{'':15}{'today':>9}{'quarter':>9}   queries"
    for name, measured in books["statements"].items():
        times = f"{measured['today']:9.1f}{measured['quarter']:9.1f}"
        yield f"  {name + ', ms':30}{times}   {measured['queries']}"


def _village_lines(villages: dict) -> Iterator[str]:
    yield f"  {villages['pieces']} pieces, {villages['inspections']} inspections"
    yield from _list_lines(villages["pages"])
    yield from _list_lines({"pages": villages["reports"]})


def _herd_lines(herd: dict) -> Iterator[str]:
    yield f"  {herd['goats']} goats, {herd['events']} events{'':10}ms   queries"
    for name, measured in (herd["measured"] | herd["pages"]).items():
        yield f"  {name:30}{measured['ms']:9.1f}   {measured['queries']}"


def _offices_lines(sizes: list[dict]) -> Iterator[str]:
    for size in sizes:
        alone, among = size["alone"], size["of_offices"]
        made = f"made in {size['copied_seconds']} s, measured at load {size['load']:.1f}"
        yield f"  {size['offices']} offices, {made}"
        yield f"  {'ms':26}{'alone':>10}" + "".join(f"{code[-9:]:>10}{'':7}" for code in among)
        for name, ms in alone.items():
            ratios = "".join(
                f"{own[name]:10.1f}{times_as_much(own[name], ms):7.2f}" for own in among.values()
            )
            yield f"  {name:26}{ms:10.1f}{ratios}"
        yield f"  {'all':26}{'':10}" + "".join(f"{'':10}{r:7.2f}" for r in size["ratio"].values())
        for name, ms in size["district"].items():
            queries = _counts(size["district_queries"][name])
            yield f"    district, {name:30}{ms:9.1f} ms{queries:>5} queries"


def _memory_lines(memory: dict) -> Iterator[str]:
    for look in memory["held"]:
        yield f"  {look['requests']:6} requests{look['mb']:6} MB{look['seconds']:6} s"


def _pages(pages: dict) -> Iterator[str]:
    heads = f"{'first, br':>11}{'later, br':>11}{'gzip':>9}{'gzip':>9}"
    yield f"  {'':18}{'requests':>9}{'ms':>8}{heads}"
    for name, page in pages.items():
        sizes = [
            page[encoding][when] for encoding in ("brotli", "gzip") for when in ("first", "later")
        ]
        yield f"  {name:18}{page['requests']:9}{page['ms']:8.1f}" + "".join(
            f"{size / 1000:{width}.1f}" for size, width in zip(sizes, (11, 11, 9, 9), strict=True)
        )
