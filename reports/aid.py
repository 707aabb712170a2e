"""Aid from the surplus: each year's budget, what was used of it, and what villages received."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from goats.aid.budget import sources
from goats.aid.standings import goats_paid_elsewhere, placed_goats
from goats.models import AID_KINDS, AidHandover, AidMove, AidPlan, Household
from goats.rules.aid import AidKind
from reports.grouping import report_of, total_row
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.offices.models import Village

HOMES, MONEY = "Rumah tangga", "Rupiah"
RULES = (
    Rule(
        "aid_budget",
        "Anggaran",
        "yang diterima akun Dana Sosial (RTM) dalam tahun itu selain dari bantuan: bagian RTM "
        "menurut keputusan MAD tentang surplus, dan saldo yang dibawa kantor baru",
    ),
    Rule(
        "aid_homes",
        "Rumah tangga",
        "dihitung sekali untuk setiap jenis; dalam masa ini: yang menerima jenis itu pertama kali",
    ),
    Rule(
        "aid_value",
        "Nilai",
        "nilai yang diserahkan; kambing dihitung menurut harganya saat ditempatkan pertama kali",
    ),
)
Split = tuple[int, int, int]
"""Before the period, within it, up to its end."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a household received. ``value`` in whole rupiah."""

    village: int
    kind: AidKind
    household: int
    on: date
    value: int


def _columns(question: Question) -> tuple[Column, ...]:
    keys = ("before", "within", "through")
    heads = question.period.heads
    return (
        Column("name", "Uraian", width=34),
        *[Column(f"homes_{key}", head, Unit.COUNT, HOMES, 11)
          for key, head in zip(keys, heads, strict=True)],
        *[Column(f"amount_{key}", head, Unit.RUPIAH, MONEY, 16)
          for key, head in zip(keys, heads, strict=True)],
    )  # fmt: skip


def build_aid(question: Question) -> Report:
    """A section for each year's budget with what is left, and one for each village; seven queries.

    Payments stand with a minus, so that a section's sum is what is left, and the sum of all years
    is the balance of the fund's account.
    """
    columns = _columns(question)
    money = _money(question)
    receipts = _receipts(question)
    own = Village.objects.filter(office=question.office).order_by("name", "pk")
    villages = {village.pk: village for village in own}
    parts = [
        part
        for part in (
            _budget_part(question, columns, money),
            _received_part(question, columns, villages, receipts),
        )
        if part.sections
    ]
    made = report_of(
        question, "aid", "Bantuan RTM dari Surplus", columns, tuple(parts), rule=RULES,
        totals=_totals(money, receipts),
    )  # fmt: skip
    return replace(made, total_rows=())


def _split(question: Question, rows: Iterable[tuple[date, int]]) -> Split:
    before = within = 0
    for day, amount in rows:
        if day < question.period.start:
            before += amount
        elif day <= question.period.end:
            within += amount
    return before, within, before + within


def _values(name: str, amounts: Split, homes: Split = (0, 0, 0)) -> dict:
    keys = ("before", "within", "through")
    found = {"name": name}
    found |= {f"homes_{key}": n for key, n in zip(keys, homes, strict=True)}
    return found | {f"amount_{key}": n for key, n in zip(keys, amounts, strict=True)}


def _without_homes(values: dict) -> dict:
    """Money isn't counted in households."""
    return {key: None if key.startswith("homes_") else v for key, v in values.items()}


def _money_values(name: str, amounts: Split) -> dict:
    return _without_homes(_values(name, amounts))


Money = dict[int, dict[str, list[tuple[date, int]]]]
"""Dated amounts by year and kind of line: set_aside, paid (below 0), returned."""


def _money(question: Question) -> Money:
    office, end = question.office, question.period.end
    found: Money = defaultdict(lambda: defaultdict(list))
    for source in sources(office, end):
        found[source.year]["set_aside"].append((source.on, source.amount))
    moves = AidMove.objects.filter(office=office, happened_on__lte=end).order_by("happened_on")
    for year, sort, day, amount in moves.values_list("plan__year", "sort", "happened_on", "amount"):
        signed = -amount if sort == AidMove.Sort.PAID else amount
        found[year][sort].append((day, signed))
    return found


LINES = (("set_aside", "Disisihkan"), ("paid", "Dibayar"), ("returned", "Uang kembali"))


def _budget_part(question: Question, columns: tuple[Column, ...], money: Money) -> Part:
    sections = []
    for year in sorted(money):
        rows = tuple(
            Row(f"{year}/{key}", _money_values(label, _split(question, money[year][key])),
                link=("aid-year", year))
            for key, label in LINES
            if money[year][key] or key == "set_aside"
        )  # fmt: skip
        subtotal = total_row(
            f"{year}", f"Sisa {year}", rows, columns, _without_homes, Kind.SUBTOTAL
        )
        sections.append(Section(f"{year}", f"Anggaran {year}", rows, subtotal))
    rows = [row for section in sections for row in section.rows]
    total = total_row("budget", "Sisa Dana RTM", rows, columns, _without_homes)
    return Part("budget", "Anggaran dan pemakaian", tuple(sections), (total,))


def _receipts(question: Question) -> list[Receipt]:
    office, end = question.office, question.period.end
    given = AidHandover.objects.standing().filter(line__plan__office=office, handed_on__lte=end)
    facts = given.order_by("handed_on", "pk").values_list(
        "line__household__village_id", "line__kind", "line__household_id", "handed_on", "amount"
    )
    found = [Receipt(village, AidKind(kind), *rest) for village, kind, *rest in facts]
    plans = AidPlan.objects.filter(office=office).values("pk")
    goats = [rest for _, *rest in placed_goats(plans, end).values()]
    goats += goats_paid_elsewhere(office, end).values()
    homes = Household.objects.filter(pk__in={home for home, _, _ in goats})
    villages = dict(homes.values_list("pk", "village_id"))
    return found + [
        Receipt(villages[home], AidKind.GOATS, home, day, price) for home, day, price in goats
    ]


def _received_part(
    question: Question,
    columns: tuple[Column, ...],
    villages: dict[int, Village],
    receipts: list[Receipt],
) -> Part:
    sections = []
    for pk, village in villages.items():
        own = [receipt for receipt in receipts if receipt.village == pk]
        rows = tuple(
            _kind_row(question, village, kind, [r for r in own if r.kind == kind])
            for kind in AidKind
            if any(r.kind == kind for r in own)
        )
        if rows:
            key = f"received/{village.code}"
            title = f"Jumlah {village.name}"
            subtotal = total_row(key, title, rows, columns, kind=Kind.SUBTOTAL)
            sections.append(Section(key, village.name, rows, subtotal))
    rows = [row for section in sections for row in section.rows]
    total = total_row("handed", "Jumlah yang diterima", rows, columns)
    of_kinds = tuple(
        _figure(columns, kind, [r for r in rows if r.key.endswith(f"/{kind}")]) for kind in AidKind
    )
    shown = tuple(figure for figure in of_kinds if figure.values["amount_through"])
    return Part("received", "Yang diterima rumah tangga", tuple(sections), (total, *shown))


def _kind_row(question: Question, village: Village, kind: AidKind, receipts: list[Receipt]) -> Row:
    first: dict[int, date] = {}
    for receipt in sorted(receipts, key=lambda receipt: receipt.on):
        first.setdefault(receipt.household, receipt.on)
    values = _values(
        AID_KINDS[kind],
        _split(question, [(receipt.on, receipt.value) for receipt in receipts]),
        _split(question, [(day, 1) for day in first.values()]),
    )
    return Row(f"{village.code}/{kind}", values, link=("helped", village.pk))


def _figure(columns: tuple[Column, ...], kind: AidKind, rows: list[Row]) -> Row:
    label = f"Di antaranya {AID_KINDS[kind].lower()}"
    return total_row(f"kind/{kind}", label, rows, columns, kind=Kind.FIGURE)


def _homes(receipts: Iterable[Receipt]) -> int:
    """How many households there are among the receipts."""
    return len({receipt.household for receipt in receipts})


def _totals(money: Money, receipts: list[Receipt]) -> dict[str, int]:
    def of(year: int, keys: tuple[str, ...]) -> int:
        return sum(amount for key in keys for _, amount in money[year][key])

    def all_years(keys: tuple[str, ...]) -> int:
        return sum(of(year, keys) for year in list(money))

    found = {
        "aid_set_aside": all_years(("set_aside",)),
        "aid_used": -all_years(("paid", "returned")),
        "aid_left": all_years(("set_aside", "paid", "returned")),
        "aid_handed": sum(receipt.value for receipt in receipts),
        "aid_households": _homes(receipts),
    }
    for kind in AidKind:
        found[f"aid_households_{kind}"] = _homes(r for r in receipts if r.kind == kind)
    for year in sorted(money):
        found[f"set_aside/{year}"] = of(year, ("set_aside",))
        found[f"used/{year}"] = -of(year, ("paid", "returned"))
    return found
