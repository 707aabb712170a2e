"""What a clerk with SQL would try on any guarded table and on the ledger."""

from django.db import connection

from tests.upk.ledger.world import copied

SQLITE, POSTGRESQL = (connection.vendor == vendor for vendor in ("sqlite", "postgresql"))
ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "ledger_entry": ("entry", "memo = 'lain'"),
    "ledger_posting": ("posting", "amount = 1"),
    "ledger_submission": ("submission", "content_hash = ''"),
    "ledger_periodchange": ("change", "reason = 'lain'"),
    "loans_repayment": ("repayment", "principal = 1"),
    "loans_instalment": ("instalment", "interest = 0"),
    "loans_loanstep": ("step", "happened_on = '2010-02-01'"),
    "loans_stepshare": ("step_share", "amount = 1"),
    "loans_relief": ("relief", "interest = 1"),
    "loans_recovery": ("recovery", "amount = 1"),
    "loans_waitingchoice": ("choice", "reason = 'lain'"),
    "loans_memberrepayment": ("member_part", "principal = 1"),
    "loans_rebateapproval": ("approval", "amount = 1"),
    "loans_rebate": ("rebate", "amount = 1"),
    "loans_productterms": ("terms", "rate = 0"),
    "loans_lendingrules": ("rules", "max_share = 1"),
    "loans_lendingceiling": ("ceiling", "percent = 1"),
    "loans_collectionrules": ("collection_rules", "days_between = 0"),
    "loans_arrearscontact": ("contact", "promised_amount = 1"),
    "loans_arrearsletter": ("letter", "principal = 1"),
    "loans_letterwithdrawal": ("withdrawal", "reason = 'lain'"),
    "loans_papertext": ("paper_text", "body = 'lain'"),
    "offices_decision": ("decision", "number = 'lain'"),
    "offices_checklist": ("checklist", "kind = 'group'"),
    "offices_checklistitem": ("checklist_item", "text = 'lain'"),
    "loans_collectibilityset": ("class_set", "basis = 'days'"),
    "loans_collectibilityclass": ("a_class", "provision = 0"),
    "groups_assessment": ("assessment", "level = 'pemula'"),
    "groups_assessmentmark": ("mark", "mark = 0"),
    "offices_storedfile": ("stored_file", "name = 'lain.pdf'"),
    "ledger_entryfile": ("entry_file", "entry_id = 0"),
    "ledger_entryfilewithdrawal": ("file_withdrawal", "reason = 'lain'"),
    "cash_usualtransaction": ("usual", "kind = 'lain'"),
    "cash_cashcount": ("cash_count", "counted = 1"),
    "cash_cashcountline": ("cash_count_line", "pieces = 1"),
    "cash_cashdenomination": ("denomination", "value = 1"),
    "cash_cashsettlement": ("cash_settlement", "count_id = 0"),
    "cash_bankstatement": ("statement", "closing = 1"),
    "cash_bankstatementwithdrawal": ("statement_withdrawal", "reason = 'lain'"),
    "cash_statementline": ("statement_line", "amount = 1"),
    "cash_lineverdict": ("verdict", "verdict = 'undone'"),
    "cash_linenote": ("line_note", "text = 'lain'"),
    "cash_statementclosing": ("statement_closing", "book_balance = 1"),
    "reports_issuedreport": ("issued", "value = '{{}}'"),
    "reports_issuedfile": ("issued_file", "sha256 = ''"),
    "reports_issuedfigure": ("issued_figure", "value = 1"),
    "reports_issuedanswer": ("answer", "note = 'lain'"),
    "reports_packsetting": ("pack_setting", "left_out = ''"),
    "reports_statementsetting": ("layout", "layout = 'contra'"),
    "reports_healthtable": ("health_table", "name = 'lain'"),
    "reports_healthband": ("health_band", "bound = 99"),
    "reports_notetext": ("note_text", "body = 'lain'"),
}
KEPT = {
    # tables whose rows may change in part
    "offices_office": "office",
    "offices_district": "district",
    "offices_village": "village",
    "offices_person": "person",
    "offices_user": "by",
    "offices_assignment": "assignment",
    "groups_group": "group",
    "groups_membership": "membership",
    "ledger_vouchercounter": "counter",
    "ledger_account": "unused",
    "loans_loan": "waiting",
    "loans_product": "product",
    "loans_share": "share",
}

CASES: dict[str, tuple[str, str]] = {}
"""Name of the attempt: its SQL (";;" between statements), and words of the database's answer."""

MORE_NUMBERS = "UPDATE ledger_vouchercounter SET last_number = last_number + 5 WHERE id={counter};;"
NEXT = "{last} + 1"

for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
    CASES[f"{table} new id"] = (
        f"UPDATE {table} SET id = -id WHERE id={{{row}}}",
        "never changed",
    )
    CASES[f"{table} upsert"] = (
        copied(table, f"{{{row}}}", id="id") + f" ON CONFLICT (id) DO UPDATE SET {change}",
        "never (changed|replaced)|closed|complete|in use|counter|starts from|revisions"
        "|goes on from|add up|comes after|one standing|same amount|exceed|forgives|already"
        "|only members|without gaps|has all its",
    )
for table, row in {**{t: r for t, (r, _) in ROWS.items()}, **KEPT}.items():
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted|frozen"
    if POSTGRESQL:
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by id"] = (
            copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id"),
            "never replaced|frozen|disbursed after|counter|complete|in use|closed|start|revisions"
            "|goes on from|add up|comes after|one standing|same amount|exceed|forgives|already"
            "|only members|without gaps",
        )

CASES |= {
    "issue of an open quarter": (
        copied(
            "reports_issuedreport",
            "{issued}",
            year="2010",
            quarter="1",
            as_of="'2010-03-31'",
            check_code="'LAIN'",
        ),
        "not closed",
    ),
    "entry of more than can be added up": (
        MORE_NUMBERS + copied("ledger_entry", "{entry}", number=NEXT, total=10**12 + 1),
        "more than any office has",
    ),
    "issue with a revision left out": (
        copied("reports_issuedreport", "{issued}", revision="3", check_code="'LAIN'"),
        "counted from 1",
    ),
}
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
    "entry that leaves a gap": (
        MORE_NUMBERS + copied(*ENTRY, number="{last} + 2"),
        "no gaps",
    ),
    "entry of an invented kind": (
        MORE_NUMBERS + copied(*ENTRY, number=NEXT, kind="'lain'"),
        "unknown voucher or kind",
    ),
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
        # Of January, so that no divided year stands in the way.
        copied(
            "ledger_periodchange", "{change}", closed_before="closed_after",
            closed_after="'2010-01-31'",
        )
        + ";;UPDATE offices_office SET books_closed_through='2010-01-31' WHERE id={office};;"
        + copied(
            "ledger_periodchange", "{change}", closed_before="'2010-01-31'",
            closed_after="'2009-12-31'",
        ),
        "reason",
    ),
    "office under another code": (
        "UPDATE offices_office SET code='LAIN' WHERE id={office}",
        "keeps its code",
    ),
}  # fmt: skip

_REVERSAL = {"kind": "'reversal'", "voucher": "'BKM'", "number": NEXT}
for name, target, changes in (
    ("of a reversal", "{undoing}", {}),
    ("of another total", "{plain}", {"total": "total + 1"}),
    ("of another count", "{plain}", {"posting_count": 1}),
    ("of another origin", "{repayment_entry}", {"origin": "'ledger'"}),
    ("before its entry", "{plain}", {"happened_on": "'2010-01-01'"}),
    ("of another office's entry", "{foreign_entry}", {"office_id": "{office}"}),
):
    changes = {**_REVERSAL, "reverses_id": target, **changes}
    CASES[f"reversal {name}"] = (
        MORE_NUMBERS + copied("ledger_entry", target, **changes),
        "reversal negates",
    )
CASES["reversal that is the second"] = (
    MORE_NUMBERS + copied("ledger_entry", "{undoing}", voucher="'BKM'", number=NEXT),
    "replaced|unique",
)
