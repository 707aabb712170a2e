"""Neraca Saldo: every account on its side."""

from itertools import groupby

from reports.books.balance_sheet import ECONOMIC_RULE, economic_row
from reports.books.frame import CODE, NAME, statement
from reports.grouping import total_row
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.books import build_trial_balance as trial_balance_of
from upk.ledger.flows import is_year_end

COLUMNS = (
    CODE,
    NAME,
    Column("debit", "Debet", Unit.RUPIAH, width=20),
    Column("credit", "Kredit", Unit.RUPIAH, width=20),
)


def build_trial_balance(question: Question) -> Report:
    """Every account with a balance, on its side, under the headings of the chart's first level."""
    end, after_closing = question.period.end, question.options.after_closing
    balance = trial_balance_of(question.office, end, after_closing=after_closing)
    accounts = [row for row in balance.rows if not row.is_header]
    names = {row.code[:1]: row.name for row in balance.rows if row.level == 1}
    sections = []
    for first, group in groupby(accounts, key=lambda account: account.code[:1]):
        rows = tuple(
            Row(
                account.code,
                {
                    "code": account.code,
                    "name": account.name,
                    "debit": account.debit,
                    "credit": account.credit,
                },
                link=("account", account.account_id),
            )
            for account in group
        )
        title = names.get(first, first)
        subtotal = total_row(f"{first}", f"Jumlah {title}", rows, COLUMNS, kind=Kind.SUBTOTAL)
        sections.append(Section(first, title, rows, subtotal))
    total = Row("total", {"debit": balance.debit, "credit": balance.credit}, Kind.TOTAL, "Jumlah")
    economic = economic_row({"debit": balance.economic_assets})
    return statement(
        question,
        "trial-balance",
        "Neraca Saldo" + (" Setelah Penutupan" if after_closing else ""),
        COLUMNS,
        (Part("total", "", tuple(sections), (total, *economic)),),
        rule=(*_closing_rule(question), ECONOMIC_RULE),
        section_label="Golongan",
        totals={
            "debit": balance.debit,
            "credit": balance.credit,
            "economic_assets": balance.economic_assets,
        },
    )


def _closing_rule(question: Question) -> tuple[Rule, ...]:
    """Whether the closing entry is in it, on the only day where that matters."""
    if not is_year_end(question.period.end):
        return ()
    text = "ikut dihitung" if question.options.after_closing else "belum dihitung"
    return (Rule("closing", "Jurnal penutup tahun ini", text),)
