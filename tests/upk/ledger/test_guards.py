"""What a clerk with SQL would try: each statement is refused, and leaves every row as it was."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.upk.ledger.world import copied, create_world
from upk import triggers

pytestmark = pytest.mark.django_db

SQLITE, POSTGRESQL = (connection.vendor == vendor for vendor in ("sqlite", "postgresql"))
GUARDED = sorted({guard.table for guard in triggers.declared(connection.vendor)})

ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "ledger_entry": ("entry", "memo = 'lain'"),
    "ledger_posting": ("posting", "amount = 1"),
    "ledger_submission": ("submission", "content_hash = ''"),
    "ledger_periodchange": ("change", "reason = 'lain'"),
    "loans_repayment": ("repayment", "principal = 1"),
    "loans_instalment": ("instalment", "interest = 0"),
    "loans_loanstep": ("step", "happened_on = '2010-02-01'"),
    "loans_productterms": ("terms", "rate = 0"),
    "loans_collectibilityset": ("class_set", "basis = 'days'"),
    "loans_collectibilityclass": ("a_class", "provision = 0"),
}
KEPT = {
    # tables whose rows may change in part
    "offices_office": "office",
    "ledger_vouchercounter": "counter",
    "ledger_account": "unused",
    "loans_loan": "waiting",
    "loans_product": "product",
    "loans_share": "share",
}

CASES: dict[str, tuple[str, str]] = {}
"""Name of the attempt: its SQL, and words of the database's answer."""

for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
    CASES[f"{table} new id"] = (
        f"UPDATE {table} SET id = -id WHERE id={{{row}}}",
        "never changed",
    )
    CASES[f"{table} upsert"] = (
        copied(table, f"{{{row}}}", id="id") + f" ON CONFLICT (id) DO UPDATE SET {change}",
        "never (changed|replaced)|closed|complete|in use|counter|starts from",
    )
for table, row in {**{t: r for t, (r, _) in ROWS.items()}, **KEPT}.items():
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted|frozen"
    if POSTGRESQL:
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by id"] = (
            copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id"),
            "never replaced|frozen|disbursed after|counter|complete|in use|closed|start",
        )

if SQLITE:
    CASES |= {
        "replace entry by number": (
            copied("ledger_entry", "{entry}", "INSERT OR REPLACE"),
            "never replaced",
        ),
        "replace reversal by target": (
            "INSERT OR REPLACE INTO ledger_entry "
            + copied("ledger_entry", "{undoing}", number="{last} + 1").removeprefix(
                "INSERT INTO ledger_entry "
            ),
            "never replaced|counter",
        ),
        "replace submission by key": (
            copied("ledger_submission", "{submission}", "INSERT OR REPLACE"),
            "never replaced",
        ),
        "replace counter by year": (
            copied("ledger_vouchercounter", "{counter}", "INSERT OR REPLACE", last_number=0),
            "never replaced",
        ),
        "replace account by code": (
            copied("ledger_account", "{cash}", "INSERT OR REPLACE", kind="'equity'"),
            "never replaced",
        ),
        "update account over another's id": (
            "UPDATE OR REPLACE ledger_account SET id={cash} WHERE id={unused}",
            "never replaced",
        ),
        "update account over another's code": (
            "UPDATE OR REPLACE ledger_account SET code="
            "(SELECT code FROM ledger_account WHERE id={cash}) WHERE id={unused}",
            "never replaced",
        ),
        "update share over a frozen one": (
            "UPDATE OR REPLACE loans_share SET id={share} WHERE id={waiting_share}",
            "never replaced",
        ),
        "update loan over a disbursed one's id": (
            "UPDATE OR REPLACE loans_loan SET id={loan} WHERE id={waiting}",
            "never replaced",
        ),
        "update loan over a disbursed one's code": (
            "UPDATE OR REPLACE loans_loan SET code="
            "(SELECT code FROM loans_loan WHERE id={loan}) WHERE id={waiting}",
            "never replaced",
        ),
        "update office over another": (
            "UPDATE OR REPLACE offices_office SET id={office} WHERE id={other}",
            "never replaced|keeps its code",
        ),
        "replace loan by code": (
            copied(
                "loans_loan", "{loan}", "INSERT OR REPLACE",
                status="'W'", disbursed_on="NULL", disbursement_id="NULL",
            ),
            "never replaced",
        ),
        "replace product by code": (
            copied("loans_product", "{product}", "INSERT OR REPLACE"),
            "never replaced",
        ),
        "replace repayment by entry": (
            copied("loans_repayment", "{repayment}", "INSERT OR REPLACE"),
            "never replaced",
        ),
        "replace instalment by number": (
            copied("loans_instalment", "{instalment}", "INSERT OR REPLACE", interest=0),
            "never replaced",
        ),
        "entry on a day that sorts late": (
            copied("ledger_entry", "{entry}", happened_on="'2009-9-5'", year=2009, number=50),
            "ISO dates",
        ),
        "entry with a time": (
            copied("ledger_entry", "{entry}", happened_on="'2009-12-31 12:00'", number=50),
            "ISO dates",
        ),
        "posting of half a rupiah": (
            copied("ledger_posting", "{posting}", entry_id="{empty}", amount="0.5"),
            "whole numbers",
        ),
        "posting of words": (
            copied("ledger_posting", "{posting}", entry_id="{empty}", amount="'banyak'"),
            "whole numbers",
        ),
        "repayment on a day that sorts late": (
            copied("loans_repayment", "{repayment}", entry_id="{empty}", paid_on="'2009-9-5'"),
            "ISO dates",
        ),
    }  # fmt: skip

ENTRY = ("ledger_entry", "{entry}")
CASES |= {
    "entry in the closed period": (
        copied(*ENTRY, happened_on="'2009-12-31'", year=2009, number=50),
        "period is closed",
    ),
    "entry with a number taken before": (copied(*ENTRY), "replaced|unique|counter"),
    "entry with a number beyond the counter": (
        copied(*ENTRY, number="{last} + 1"),
        "come from the counter",
    ),
    "entry of a voucher without counter": (
        copied(*ENTRY, voucher="'BKK'", number=1, year=2010),
        "come from the counter|replaced|unique",
    ),
    "entry of an invented voucher": (copied(*ENTRY, voucher="'XXX'"), "counter|unknown"),
    "entry of another year than its date": (
        copied(*ENTRY, happened_on="'2011-01-05'"),
        "year|counter|replaced",
    ),
    "counter back": (
        "UPDATE ledger_vouchercounter SET last_number=last_number-1 WHERE id={counter}",
        "given once",
    ),
    "counter to another year": (
        "UPDATE ledger_vouchercounter SET year=2011 WHERE id={counter}",
        "given once",
    ),
    "posting added to a complete entry": (copied("ledger_posting", "{posting}"), "complete"),
    "posting added to a closed entry": (
        copied("ledger_posting", "{old_posting}", entry_id="{empty_old}"),
        "period is closed",
    ),
    "posting beyond the entry's total": (
        copied("ledger_posting", "{posting}", entry_id="{empty}", amount=1001),
        "complete",
    ),
    "posting to another office's account": (
        copied("ledger_posting", "{posting}", entry_id="{empty}", debit_id="{foreign}"),
        "postable ones of the office",
    ),
    "posting to a header": (
        copied("ledger_posting", "{posting}", entry_id="{empty}", credit_id="{header}"),
        "postable ones of the office",
    ),
    "posting by hand to a receivable": (
        copied("ledger_posting", "{posting}", entry_id="{empty}", debit_id="{receivable}"),
        "belongs to a sub-ledger",
    ),
    "reversal with the wrong accounts": (
        copied("ledger_posting", "{posting}", entry_id="{empty_reversal}"),
        "mirrors its entry",
    ),
    "reversal with the wrong amount": (
        copied(
            "ledger_posting", "{posting}", entry_id="{empty_reversal}",
            debit_id="credit_id", credit_id="debit_id", amount="amount - 1",
        ),
        "mirrors its entry",
    ),
    "account in use to another kind": (
        "UPDATE ledger_account SET kind='equity' WHERE id={bank}",
        "keeps its code",
    ),
    "account in use to another code": (
        "UPDATE ledger_account SET code='9' WHERE id={cash}",
        "keeps its code",
    ),
    "account in use to another fund": (
        "UPDATE ledger_account SET fund='grant' WHERE id={cash}",
        "keeps its code",
    ),
    "account in use to another office": (
        "UPDATE ledger_account SET office_id={other}, code='9' WHERE id={cash}",
        "keeps its code",
    ),
    "account in use under another header": (
        "UPDATE ledger_account SET parent_id=NULL WHERE id={cash}",
        "keeps its code",
    ),
    "receivable opened to entries by hand": (
        "UPDATE ledger_account SET subledger='' WHERE id={receivable}",
        "keeps its code",
    ),
    "books reopened without a period change": (
        "UPDATE offices_office SET books_closed_through='2009-09-30' WHERE id={office}",
        "through a period change only",
    ),
    "books opened wholly": (
        "UPDATE offices_office SET books_closed_through=NULL WHERE id={office}",
        "through a period change only",
    ),
    "books closed without a period change": (
        "UPDATE offices_office SET books_closed_through='2010-01-31' WHERE id={office}",
        "through a period change only",
    ),
    "an old period change once more": (
        copied("ledger_periodchange", "{first_close}"),
        "starts from the books",
    ),
    "reopening without a reason": (
        copied(
            "ledger_periodchange", "{change}", closed_before="closed_after", closed_after="NULL"
        ),
        "reason",
    ),
    "office under another code": (
        "UPDATE offices_office SET code='LAIN' WHERE id={office}",
        "keeps its code",
    ),
}  # fmt: skip

_REVERSAL = {"kind": "'reversal'", "voucher": "'BM'", "number": 90}
for name, target, changes in (
    ("of a reversal", "{undoing}", {}),
    ("that is the second", "{undone}", {}),
    ("of another total", "{entry}", {"total": "total + 1"}),
    ("of another count", "{entry}", {"posting_count": 1}),
    ("of another origin", "{repayment_entry}", {"origin": "'ledger'"}),
    ("before its entry", "{entry}", {"happened_on": "'2010-01-01'"}),
    ("by another office", "{entry}", {"office_id": "{other}"}),
):
    CASES[f"reversal {name}"] = (
        copied("ledger_entry", target, **{**_REVERSAL, "reverses_id": target, **changes}),
        "reversal negates|counter|replaced|unique",
    )

REPAYMENT = ("loans_repayment", "{repayment}")
UNDO = {
    "kind": "'reversal'", "principal": "-principal", "interest": "-interest", "penalty": "-penalty",
}  # fmt: skip
for column, value in {
    "principal": "principal + 1", "rate": "0", "tenor": "12", "approved_on": "'2009-01-01'",
    "disbursed_on": "'2009-08-11'", "code": "'lain'", "office_id": "{other}",
    "payment_day": "7", "rounding_step": "1", "payment_order": "'principal_first'",
    "method": "'declining'", "disbursement_id": "{entry}", "id": "-id",
}.items():  # fmt: skip
    CASES[f"disbursed loan: {column}"] = (
        f"UPDATE loans_loan SET {column} = {value} WHERE id={{loan}}",
        "keeps its terms",
    )
CASES |= {
    "loan settled without a step": (
        "UPDATE loans_loan SET status='L' WHERE id={loan}",
        "follows a step",
    ),
    "loan disbursed by hand": (
        "UPDATE loans_loan SET status='A', disbursed_on='2010-01-20', disbursement_id={empty_loans}"
        " WHERE id={waiting}",
        "must equal|follows a step",
    ),
    "loan entered as disbursed": (
        copied("loans_loan", "{loan}", code="'lain'", disbursement_id="{entry}"),
        "after it was entered",
    ),
    "step in the closed period": (
        copied("loans_loanstep", "{step}", happened_on="'2009-12-31'"),
        "period is closed",
    ),
    "instalment added": (
        copied("loans_instalment", "{instalment}", n=99, due_on="'2012-01-01'"),
        "schedule is complete",
    ),
    "share changed": ("UPDATE loans_share SET principal=1 WHERE id={share}", "frozen"),
    "share moved to another loan": (
        "UPDATE loans_share SET loan_id={waiting} WHERE id={share}",
        "frozen",
    ),
    "share moved into a disbursed loan": (
        "UPDATE loans_share SET loan_id={loan} WHERE id={waiting_share}",
        "frozen",
    ),
    "share added": (copied("loans_share", "{waiting_share}", loan_id="{loan}"), "frozen"),
    "repayment without an entry of its own": (
        copied(*REPAYMENT),
        "replaced|unique",
    ),
    "repayment with an entry of the ledger": (
        copied(*REPAYMENT, entry_id="{entry}", paid_on="'2010-01-05'"),
        "must agree",
    ),
    "repayment of another sum than its entry": (
        copied(*REPAYMENT, entry_id="{empty_receipt}", paid_on="'2010-01-20'", penalty=1),
        "must agree",
    ),
    "repayment of another day than its entry": (
        copied(*REPAYMENT, entry_id="{empty_receipt}"),
        "must agree",
    ),
    "repayment that the receivable never saw": (
        copied(*REPAYMENT, entry_id="{free_entry}", paid_on="'2010-01-20'"),
        "takes off the receivable",
    ),
    "repayment in the closed period": (
        copied(*REPAYMENT, entry_id="{empty_receipt}", paid_on="'2009-12-31'"),
        "period is closed",
    ),
    "repayment of more than is owed": (
        copied(*REPAYMENT, entry_id="{empty_receipt}", principal=10_000_001),
        "more than is owed|must agree",
    ),
    "reversal of another loan's repayment": (
        copied(*REPAYMENT, **UNDO, loan_id="{second}", reverses_id="{repayment}"),
        "negates one repayment|must agree|replaced|unique|off the receivable|before the|owed",
    ),
    "second reversal of a repayment": (
        copied("loans_repayment", "{undone_repayment}", entry_id="{empty_receipt}"),
        "replaced|must agree|unique",
    ),
    "product to another receivable": (
        "UPDATE loans_product SET receivable_id={cash} WHERE id={product}",
        "keeps its receivable",
    ),
    "terms from a closed day on": (
        copied("loans_productterms", "{terms}", since="'2009-12-31'"),
        "period is closed",
    ),
    "class added to a set in use": (
        copied("loans_collectibilityclass", "{a_class}", position=99, code="'VI'"),
        "set is in use",
    ),
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Ids by name, in a transaction that is rolled back after the last statement."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows = vars(create_world())
        connection.check_constraints()  # PostgreSQL truncates nothing before that
        yield rows
        transaction.set_rollback(True)


def rows_of_guarded_tables() -> dict[str, list]:
    with connection.cursor() as cursor:
        found = {}
        for table in GUARDED:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        return found


@pytest.mark.parametrize("name", CASES)
def test_database_refuses(name, world):
    sql, answer = CASES[name]
    before = rows_of_guarded_tables()

    with (
        pytest.raises(IntegrityError, match=f"(?i){answer}"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(**world))

    assert rows_of_guarded_tables() == before


def test_every_unique_key_of_a_guarded_table_is_declared():
    """Else SQLite's REPLACE removes a row by a key that nobody thought of."""
    declared = {(g.table, g.name) for g in triggers.declared("sqlite")}
    missing = []
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in GUARDED:
            continue
        keys = [(f.column,) for f in model._meta.concrete_fields if f.unique]
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                names = constraint.fields or [e.name for e in constraint.expressions]
                keys.append(tuple(model._meta.get_field(name).column for name in names))
        missing += [
            (table, key)
            for key in keys
            if (table, f"{table}_no_replace_{'_'.join(key)}") not in declared
        ]

    assert missing == []
