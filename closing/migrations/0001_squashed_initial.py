import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('closing', '0001_initial')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('loans', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SurplusDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('decided_on', models.DateField(verbose_name='tanggal')),
                ('surplus', models.BigIntegerField(verbose_name='surplus')),
                ('deficit_covered', models.BigIntegerField(default=0, verbose_name='menutup defisit tahun lalu')),
                ('divided', models.BigIntegerField(verbose_name='dibagi')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='divided_by', to='ledger.entry')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.decision')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='surplus_decision', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surplus_decisions', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surplus_decisions', to='ledger.submission')),
            ],
            options={
                'ordering': ['-year', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('deficit_covered__gte', 0), ('divided', django.db.models.expressions.CombinedExpression(models.F('surplus'), '-', models.F('deficit_covered'))), ('divided__gt', 0)), name='surplus_decision_adds_up')],
            },
        ),
        migrations.CreateModel(
            name='SurplusRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('reserve_percent', models.DecimalField(blank=True, decimal_places=4, max_digits=6, null=True, verbose_name='cadangan risiko (% dari surplus)')),
                ('capital_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surplus_rules', to='offices.office')),
                ('reserve_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('since'), name='surplus_rule_one_per_day'), models.CheckConstraint(condition=models.Q(('reserve_percent__isnull', True), ('reserve_percent__range', (0, 100)), _connector='OR'), name='surplus_rule_reserve_is_a_percentage')],
            },
        ),
        migrations.CreateModel(
            name='SurplusRuleShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='untuk')),
                ('step', models.BigIntegerField(default=1, verbose_name='dibulatkan ke bawah ke')),
                ('percent', models.DecimalField(decimal_places=4, max_digits=7, verbose_name='persen')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='closing.surplusrule')),
            ],
            options={
                'ordering': ['rule', 'position'],
                'constraints': [models.UniqueConstraint(models.F('rule'), models.F('position'), name='surplus_rule_share_position_unique'), models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', Decimal('100')), ('step__gte', 1)), name='surplus_rule_share_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='SurplusShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='untuk')),
                ('step', models.BigIntegerField(default=1, verbose_name='dibulatkan ke bawah ke')),
                ('part', models.CharField(choices=[('reserve', 'Cadangan risiko'), ('share', 'Bagian'), ('capital', 'Tambahan modal')], max_length=10, verbose_name='bagian')),
                ('percent', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='persen')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('surplus_decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='closing.surplusdecision')),
            ],
            options={
                'ordering': ['surplus_decision', 'position'],
                'constraints': [models.UniqueConstraint(models.F('surplus_decision'), models.F('position'), name='surplus_share_position_unique'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('step__gte', 1)), name='surplus_share_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='SurplusWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('surplus_decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='closing.surplusdecision')),
            ],
        ),
        migrations.CreateModel(
            name='ProvisionPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(verbose_name='per tanggal')),
                ('needed', models.BigIntegerField(verbose_name='kebutuhan')),
                ('held', models.BigIntegerField(verbose_name='dalam buku')),
                ('amount', models.BigIntegerField(verbose_name='selisih')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='provision', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='offices.office')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='loans.product')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='closing.provisionposting')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='ledger.submission')),
            ],
            options={
                'ordering': ['-as_of', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount', 0), _negated=True), models.Q(models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('needed'), '-', models.F('held'))), ('needed__gte', 0), ('reverses__isnull', True)), models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('held'), '-', models.F('needed'))), ('reverses__isnull', False)), _connector='OR')), name='provision_is_the_difference')],
            },
        ),
    ]
