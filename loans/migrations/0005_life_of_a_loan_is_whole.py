import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("loans", "0004_fill_life_of_a_loan")]

    operations = [
        migrations.RemoveField(model_name="loan", name="decision_text"),
        migrations.AlterField(
            model_name="loan",
            name="proposed_on",
            field=models.DateField(verbose_name="tanggal usulan"),
        ),
        migrations.AlterField(
            model_name="product",
            name="allowance",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="provision_expense",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="rebate_expense",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="recovery_income",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="rescheduling",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
    ]
