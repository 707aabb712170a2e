"""What will exist once a clean workbook is in: shown before anything is written. Pure."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from loans.arrears import Standing, standing
from loans.collectibility import PNPM, ClassRule, classify
from upk.desk.moving.checks.books import chart
from upk.desk.moving.content import Content
from upk.desk.moving.known import Known
from upk.desk.moving.lent import Lent, lent_of
from upk.desk.moving.sheets import SHEETS


@dataclass(frozen=True, slots=True)
class ProductLine:
    """The loans of a product at the end of the cut-over day. Whole rupiah."""

    code: str
    name: str
    running: int
    settled: int
    late: int
    lent: int
    outstanding: int
    arrears_principal: int
    arrears_interest: int


@dataclass(frozen=True, slots=True)
class ClassLine:
    """Running loans of a class of collectibility, and their outstanding principal."""

    code: str
    name: str
    loans: int
    outstanding: int


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """An account of the trial balance, on one side. Whole rupiah."""

    code: str
    name: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts of rows by the sheets' titles, loans, and the trial balance."""

    cut_over: date
    counts: tuple[tuple[str, int], ...]
    products: tuple[ProductLine, ...]
    classes: tuple[ClassLine, ...]
    balances: tuple[BalanceLine, ...]

    @property
    def debit(self) -> int:
        return sum(line.debit for line in self.balances)

    @property
    def credit(self) -> int:
        return sum(line.credit for line in self.balances)


def preview_of(content: Content, known: Known) -> Preview:
    """The preview of a workbook without problems."""
    [office] = content["office"]
    cut_over = office["cut_over"]
    stands = [(lent, _standing(lent, cut_over)) for lent in lent_of(content)]
    return Preview(
        cut_over,
        tuple((sheet.title, len(content[sheet.key])) for sheet in SHEETS if content[sheet.key]),
        _products(content, stands),
        _classes(stands, known),
        _balances(content, known),
    )


def _standing(lent: Lent, as_of: date) -> Standing:
    rows = [(row.due_on, row.principal, row.interest) for row in lent.schedule]
    payments = [(p.paid_on, p.principal, p.interest) for p in lent.payments]
    return standing(lent.principal, lent.row["disbursed_on"], rows, payments, as_of)


def _products(content: Content, stands: list[tuple[Lent, Standing]]) -> tuple[ProductLine, ...]:
    found: dict[str, list[tuple[Lent, Standing]]] = defaultdict(list)
    for lent, stand in stands:
        found[lent.row["product"]].append((lent, stand))
    lines = []
    for row in content["products"]:
        of = found[row["code"]]
        running = [stand for lent, stand in of if lent.row["status"] == "A"]
        lines.append(
            ProductLine(
                code=row["code"],
                name=row["name"],
                running=len(running),
                settled=len(of) - len(running),
                late=sum(stand.is_late for stand in running),
                lent=sum(lent.principal for lent, _ in of),
                outstanding=sum(stand.outstanding for stand in running),
                arrears_principal=sum(stand.arrears_principal for stand in running),
                arrears_interest=sum(stand.arrears_interest for stand in running),
            )
        )
    return tuple(lines)


def _classes(stands: list[tuple[Lent, Standing]], known: Known) -> tuple[ClassLine, ...]:
    """Lines in the order of the classes; those of several sets by their code and name."""
    rules: dict[ClassRule, None] = {}
    loans, outstanding = Counter(), Counter()
    for lent, stand in stands:
        if lent.row["status"] != "A":
            continue
        class_set = known.collectibility.get(lent.row["product"], PNPM)
        rules |= dict.fromkeys(class_set.classes)
        rule = classify(stand, class_set)
        loans[rule] += 1
        outstanding[rule] += stand.outstanding
    return tuple(ClassLine(rule.code, rule.name, loans[rule], outstanding[rule]) for rule in rules)


def _balances(content: Content, known: Known) -> tuple[BalanceLine, ...]:
    accounts = chart(content, known)
    rows = sorted(content["balances"], key=lambda row: row["code"])
    return tuple(
        BalanceLine(row["code"], accounts[row["code"]].name, row["debit"] or 0, row["credit"] or 0)
        for row in rows
        if row["debit"] or row["credit"]
    )
