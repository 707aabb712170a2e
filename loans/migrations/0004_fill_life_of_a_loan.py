"""What the columns of 0003 hold for loans and products that were entered before.

The decision's number was a text of the loan; an account for rescheduling and one for recoveries
come into each office's chart.
"""

from django.db import migrations

LAST_PART = {"SPP": "01", "UEP": "02"}
NEW_ACCOUNTS = (
    ("1.1.03.09", "Pinjaman dalam Penjadwalan Ulang", "asset"),
    ("4.1.02.04", "Pendapatan Penagihan Pinjaman Dihapus", "income"),
)


def fill(apps, schema_editor):
    """Dates and decisions of loans, accounts of products."""
    Loan = apps.get_model("loans", "Loan")
    LoanStep = apps.get_model("loans", "LoanStep")
    Decision = apps.get_model("offices", "Decision")
    for loan in Loan.objects.order_by("pk"):
        loan.proposed_on = loan.approved_on
        if loan.decision_text:
            loan.decision, _ = Decision.objects.get_or_create(
                office_id=loan.office_id, body="MAD", number=loan.decision_text,
                decided_on=loan.approved_on,
            )  # fmt: skip
            approvals = LoanStep.objects.filter(loan=loan, to_status="W")
            approvals.update(decision=loan.decision, amount=loan.principal)
        loan.save()
    for product in apps.get_model("loans", "Product").objects.order_by("pk"):
        fill_accounts(apps, product)


def fill_accounts(apps, product):
    """The accounts that belong to a product by its code, as for a new office."""
    Account = apps.get_model("ledger", "Account")
    accounts = Account.objects.filter(office_id=product.office_id)
    for code, name, kind in NEW_ACCOUNTS:
        accounts.get_or_create(
            code=code,
            defaults={
                "office_id": product.office_id, "name": name, "kind": kind, "fund": "revolving",
                "parent": accounts.get(code=code[:7] + "00"),
                "subledger": "loans" if kind == "asset" else "",
            },
        )  # fmt: skip
    last = LAST_PART.get(product.code, "03")
    product.allowance = accounts.get(code=f"1.1.04.{last}")
    product.provision_expense = accounts.get(code=f"5.1.07.{last}")
    product.rebate_expense = accounts.get(code="5.2.01.01")
    product.recovery_income = accounts.get(code="4.1.02.04")
    product.rescheduling = accounts.get(code="1.1.03.09")
    product.save()


def write_decisions_as_text(apps, schema_editor):
    """Back to the text that 0002 knows."""
    for loan in apps.get_model("loans", "Loan").objects.exclude(decision=None):
        loan.decision_text = loan.decision.number
        loan.save()


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("loans", "0003_life_of_a_loan"),
        ("offices", "0002_decisions_and_checklists"),
    ]

    operations = [migrations.RunPython(fill, write_decisions_as_text)]
