import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('cash', '0001_usual_transactions'), ('cash', '0002_cash_counts'), ('cash', '0003_bank_statements'), ('cash', '0004_denominations')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='UsualTransaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='jenis')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='usual', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='usual_transactions', to='offices.office')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='usual_has_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='CashCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField(verbose_name='tanggal')),
                ('counted', models.BigIntegerField(verbose_name='dihitung')),
                ('book_balance', models.BigIntegerField(verbose_name='menurut buku')),
                ('difference', models.BigIntegerField(verbose_name='selisih')),
                ('explanation', models.CharField(blank=True, max_length=250, verbose_name='penjelasan selisih')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_counts', to='ledger.account')),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_counts', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cash_count', to='ledger.submission')),
                ('witnessed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-counted_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('counted__gte', 0), ('difference', django.db.models.expressions.CombinedExpression(models.F('counted'), '-', models.F('book_balance')))), name='cashcount_difference_is_counted_less_book'), models.CheckConstraint(condition=models.Q(('difference', 0), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='cashcount_difference_is_explained'), models.CheckConstraint(condition=models.Q(('counted_by', models.F('witnessed_by')), _negated=True), name='cashcount_has_two_people')],
            },
        ),
        migrations.CreateModel(
            name='CashCountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('note', 'Kertas'), ('coin', 'Logam')], max_length=4, verbose_name='jenis')),
                ('value', models.BigIntegerField(verbose_name='nilai')),
                ('pieces', models.BigIntegerField(verbose_name='banyaknya')),
                ('count', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cash.cashcount')),
            ],
            options={
                'ordering': ['-kind', '-value'],
                'constraints': [models.UniqueConstraint(models.F('count'), models.F('kind'), models.F('value'), name='cashcountline_once'), models.CheckConstraint(condition=models.Q(('pieces__gt', 0), ('value__gt', 0)), name='cashcountline_counts_something')],
            },
        ),
        migrations.CreateModel(
            name='CashSettlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='cash.cashcount')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cash_settlement', to='ledger.entry')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='dari')),
                ('until', models.DateField(verbose_name='sampai')),
                ('opening', models.BigIntegerField(verbose_name='saldo awal')),
                ('closing', models.BigIntegerField(verbose_name='saldo akhir')),
                ('line_count', models.PositiveIntegerField()),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_statements', to='ledger.account')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_statements', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_statement', to='ledger.submission')),
            ],
            options={
                'ordering': ['-until', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='bankstatement_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='BankStatementWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='cash.bankstatement')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='bankstatement_withdrawn_why')],
            },
        ),
        migrations.CreateModel(
            name='StatementClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book_balance', models.BigIntegerField(verbose_name='menurut buku')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closed', to='cash.bankstatement')),
            ],
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='uraian')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cash.bankstatement')),
            ],
            options={
                'ordering': ['statement', 'position'],
                'constraints': [models.UniqueConstraint(models.F('statement'), models.F('position'), name='statementline_position_unique'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='statementline_moves_something')],
            },
        ),
        migrations.CreateModel(
            name='LineVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('accepted', 'cocok'), ('rejected', 'bukan'), ('undone', 'dilepas')], max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='line_verdicts', to='ledger.entry')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='cash.statementline')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LineNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='penjelasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cash.statementline')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='linenote_says_something')],
            },
        ),
        migrations.CreateModel(
            name='CashDenomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('note', 'Kertas'), ('coin', 'Logam')], max_length=4, verbose_name='jenis')),
                ('value', models.BigIntegerField(verbose_name='nilai')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_denominations', to='offices.office')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='cashdenomination_has_a_value'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='cashdenomination_ends_after_it_begins')],
            },
        ),
    ]
