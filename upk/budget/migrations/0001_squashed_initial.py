import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('budget', '0001_initial')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='perubahan ke')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('line_count', models.PositiveSmallIntegerField(verbose_name='jumlah baris')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.decision')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='ledger.submission')),
            ],
            options={
                'ordering': ['-year', '-revision'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('revision'), name='budget_revision_unique_in_year'), models.CheckConstraint(condition=models.Q(('line_count__gte', 1), ('year__gte', 2000), ('year__lte', 2999)), name='budget_says_something')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.PositiveSmallIntegerField(verbose_name='bulan')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='budget.budgetversion')),
            ],
            options={
                'ordering': ['version', 'account__code', 'month'],
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('account'), models.F('month'), name='budget_line_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('month__gte', 1), ('month__lte', 12)), name='budget_line_is_an_amount_of_a_month')],
            },
        ),
    ]
