import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('maintenance', '0001_initial')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Infrastructure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('road', 'Jalan'), ('bridge', 'Jembatan'), ('drainage', 'Drainase'), ('wall', 'Talud / tembok penahan'), ('water', 'Air bersih'), ('irrigation', 'Irigasi'), ('building', 'Gedung'), ('market', 'Pasar'), ('latrines', 'MCK'), ('other', 'Lainnya')], max_length=10, verbose_name='jenis')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('built_year', models.PositiveSmallIntegerField(verbose_name='dibangun tahun')),
                ('phase_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tahun anggaran')),
                ('cost', models.BigIntegerField(verbose_name='biaya')),
                ('size', models.DecimalField(decimal_places=2, max_digits=9, verbose_name='ukuran')),
                ('unit', models.CharField(choices=[('m', 'm'), ('m2', 'm²'), ('m3', 'm³'), ('unit', 'unit')], max_length=4, verbose_name='satuan')),
                ('location', models.CharField(max_length=120, verbose_name='tempat')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='lintang')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='bujur')),
                ('team', models.CharField(blank=True, max_length=100, verbose_name='tim pemelihara (TP3)')),
                ('registered_on', models.DateField(verbose_name='terdaftar sejak')),
                ('revision', models.PositiveSmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='infrastructure', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='infrastructure', to='offices.village')),
            ],
            options={
                'ordering': ['village__name', 'name', 'id'],
                'constraints': [models.UniqueConstraint(models.F('village'), models.F('kind'), models.F('name'), models.F('built_year'), name='infrastructure_registered_once'), models.CheckConstraint(condition=models.Q(('built_year__range', (1950, 2999)), ('cost__gte', 0), ('size__gt', 0)), name='infrastructure_has_a_size'), models.CheckConstraint(condition=models.Q(('phase_year__isnull', True), ('phase_year__range', (1998, 2999)), _connector='OR'), name='infrastructure_phase_is_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (Decimal('-11'), Decimal('6'))), ('longitude__range', (Decimal('95'), Decimal('141')))), _connector='OR'), name='infrastructure_lies_in_indonesia')],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_void', models.BooleanField(default=False, verbose_name='dibatalkan')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('abandoned', 'Tidak dipelihara lagi'), ('replaced', 'Diganti bangunan baru')], max_length=10, verbose_name='sebab')),
                ('ended_on', models.DateField(verbose_name='tanggal berakhir')),
                ('note', models.CharField(max_length=150, verbose_name='penjelasan')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='maintenance.ending')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='ledger.submission')),
                ('infrastructure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='maintenance.infrastructure')),
            ],
            options={
                'ordering': ['-ended_on', '-id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('is_void', False)), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='ending_corrected_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='InfrastructureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField()),
                ('field', models.CharField(max_length=12)),
                ('before', models.CharField(blank=True, max_length=120, verbose_name='sebelumnya')),
                ('after', models.CharField(blank=True, max_length=120, verbose_name='menjadi')),
                ('changed_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('infrastructure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='maintenance.infrastructure')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['-revision', 'id'],
                'constraints': [models.UniqueConstraint(models.F('infrastructure'), models.F('revision'), models.F('field'), name='infrastructure_change_told_once'), models.CheckConstraint(condition=models.Q(('revision__gte', 1), models.Q(('reason', ''), _negated=True)), name='infrastructure_change_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_void', models.BooleanField(default=False, verbose_name='dibatalkan')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('inspected_on', models.DateField(verbose_name='tanggal diperiksa')),
                ('condition', models.CharField(choices=[('good', 'Baik'), ('slight', 'Rusak ringan'), ('heavy', 'Rusak berat'), ('broken', 'Tidak berfungsi')], max_length=8, verbose_name='kondisi')),
                ('notes', models.CharField(blank=True, max_length=500, verbose_name='catatan')),
                ('work_needed', models.CharField(blank=True, max_length=500, verbose_name='pekerjaan yang diperlukan')),
                ('inspector_name', models.CharField(blank=True, max_length=100, verbose_name='diperiksa oleh')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='maintenance.inspection')),
                ('infrastructure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='maintenance.infrastructure')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='ledger.submission')),
            ],
            options={
                'ordering': ['-inspected_on', '-id'],
                'abstract': False,
                'indexes': [models.Index(models.F('infrastructure'), models.F('inspected_on'), models.F('id'), name='inspection_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('is_void', False)), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='inspection_corrected_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LevyBankItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('interest', 'Bunga'), ('tax', 'Pajak bunga'), ('fee', 'Biaya administrasi')], max_length=8, verbose_name='jenis')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_bank_item', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_bank_items', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_bank_item', to='ledger.submission')),
            ],
            options={
                'ordering': ['-happened_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='levy_bank_item_of_something')],
            },
        ),
        migrations.CreateModel(
            name='LevyDeposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deposited_on', models.DateField(verbose_name='tanggal setor')),
                ('slip', models.CharField(blank=True, max_length=40, verbose_name='nomor slip')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_deposit', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_deposits', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_deposit', to='ledger.submission')),
            ],
            options={
                'ordering': ['-deposited_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='levy_deposit_of_something')],
            },
        ),
        migrations.CreateModel(
            name='LevyFund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('cash', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_fund', to='offices.office')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('cash', models.F('bank')), _negated=True), name='levy_fund_cash_is_not_the_bank')],
            },
        ),
        migrations.CreateModel(
            name='LevyMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paid', 'Iuran diterima'), ('deposited', 'Disetor ke bank'), ('spent', 'Dipakai untuk perbaikan'), ('interest', 'Bunga bank'), ('tax', 'Pajak bunga'), ('fee', 'Biaya administrasi bank')], max_length=9, verbose_name='jenis')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('cash', models.BigIntegerField(default=0, verbose_name='kas')),
                ('bank', models.BigIntegerField(default=0, verbose_name='bank')),
                ('is_reversal', models.BooleanField(default=False, verbose_name='pembatalan')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_moves', to='ledger.entry')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_moves', to='offices.village')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('village'), models.F('happened_on'), name='levy_move_by_village')],
                'constraints': [models.UniqueConstraint(models.F('village'), models.F('entry'), name='levy_move_once_per_entry'), models.CheckConstraint(condition=models.Q(models.Q(('bank', 0), ('kind__in', ['paid']), models.Q(models.Q(('cash__gt', 0), ('is_reversal', False)), models.Q(('cash__lt', 0), ('is_reversal', True)), _connector='OR')), models.Q(('cash', django.db.models.expressions.CombinedExpression(models.F('bank'), '*', models.Value(-1))), ('kind__in', ['deposited']), models.Q(models.Q(('bank__gt', 0), ('is_reversal', False)), models.Q(('bank__lt', 0), ('is_reversal', True)), _connector='OR')), models.Q(('cash', 0), ('kind__in', ['interest']), models.Q(models.Q(('bank__gt', 0), ('is_reversal', False)), models.Q(('bank__lt', 0), ('is_reversal', True)), _connector='OR')), models.Q(('cash', 0), ('kind__in', ['spent', 'tax', 'fee']), models.Q(models.Q(('bank__lt', 0), ('is_reversal', False)), models.Q(('bank__gt', 0), ('is_reversal', True)), _connector='OR')), _connector='OR'), name='levy_move_has_its_sign')],
            },
        ),
        migrations.CreateModel(
            name='LevyPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('number', models.PositiveSmallIntegerField(verbose_name='triwulan')),
                ('received_on', models.DateField(verbose_name='tanggal terima')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_payment', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_payments', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_payments', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_payments', to='offices.village')),
            ],
            options={
                'ordering': ['-received_on', '-id'],
                'indexes': [models.Index(models.F('village'), models.F('year'), models.F('number'), name='levy_payment_by_quarter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('number__gte', 1), ('number__lte', 4), ('year__gte', 2000), ('year__lte', 2999)), name='levy_payment_for_a_quarter')],
            },
        ),
        migrations.CreateModel(
            name='LevyRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(choices=[('meeting', 'Musyawarah desa'), ('perdes', 'Peraturan desa (Perdes)')], max_length=8, verbose_name='dasar')),
                ('number', models.CharField(max_length=60, verbose_name='nomor')),
                ('decided_on', models.DateField(verbose_name='tanggal keputusan')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('amount', models.BigIntegerField(verbose_name='iuran setiap pembayar')),
                ('per', models.CharField(choices=[('month', 'Bulan'), ('quarter', 'Triwulan')], max_length=8, verbose_name='setiap')),
                ('payers', models.PositiveIntegerField(verbose_name='jumlah pembayar')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='levy_rules', to='offices.storedfile')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_rule', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_rules', to='offices.village')),
            ],
            options={
                'ordering': ['village__name', '-since', '-id'],
                'indexes': [models.Index(models.F('village'), models.F('since'), name='levy_rule_by_village')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1), ('payers__gte', 1), models.Q(('number', ''), _negated=True)), name='levy_rule_asks_for_something'), models.CheckConstraint(condition=models.Q(('since__gte', models.F('decided_on'))), name='levy_rule_holds_from_its_decision_on')],
            },
        ),
        migrations.CreateModel(
            name='LevyRuleWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='tidak berlaku mulai')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='maintenance.levyrule')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='levy_rule_withdrawn_why')],
            },
        ),
        migrations.CreateModel(
            name='LevyTrust',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('village', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_trust', to='offices.village')),
            ],
        ),
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_void', models.BooleanField(default=False, verbose_name='dibatalkan')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('routine', 'Rutin'), ('periodic', 'Berkala'), ('emergency', 'Darurat')], max_length=10, verbose_name='jenis')),
                ('repaired_on', models.DateField(verbose_name='tanggal')),
                ('cost', models.BigIntegerField(verbose_name='biaya')),
                ('payer', models.CharField(choices=[('levy', 'Iuran pemeliharaan'), ('village', 'Anggaran desa'), ('community', 'Swadaya masyarakat'), ('grant', 'BLM'), ('other', 'Lainnya')], max_length=10, verbose_name='dibayar dari')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='maintenance.repair')),
                ('infrastructure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='maintenance.infrastructure')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='ledger.submission')),
            ],
            options={
                'ordering': ['-repaired_on', '-id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('is_void', False)), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='repair_corrected_for_a_reason'), models.CheckConstraint(condition=models.Q(('cost__gt', 0), models.Q(('cost', 0), ('payer', 'community')), _connector='OR'), name='repair_costs_what_was_paid')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=8, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
                ('infrastructure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='maintenance.infrastructure')),
                ('inspection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='maintenance.inspection')),
                ('repair', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='maintenance.repair')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('inspection__isnull', True), ('repair__isnull', True), _connector='OR'), name='photo_of_one_occasion'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (Decimal('-11'), Decimal('6'))), ('longitude__range', (Decimal('95'), Decimal('141')))), _connector='OR'), name='photo_taken_in_indonesia')],
            },
        ),
        migrations.CreateModel(
            name='PhotoWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='maintenance.photo')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='photo_withdrawn_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LevyWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_withdrawal', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_withdrawals', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_withdrawal', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levy_withdrawals', to='offices.village')),
                ('repair', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='levy_withdrawal', to='maintenance.repair')),
            ],
            options={
                'ordering': ['-happened_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='levy_withdrawal_of_something')],
            },
        ),
        migrations.CreateModel(
            name='ConditionWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('good', models.PositiveSmallIntegerField(verbose_name='baik')),
                ('slight', models.PositiveSmallIntegerField(verbose_name='rusak ringan')),
                ('heavy', models.PositiveSmallIntegerField(verbose_name='rusak berat')),
                ('broken', models.PositiveSmallIntegerField(verbose_name='tidak berfungsi')),
                ('carried', models.PositiveSmallIntegerField(verbose_name='triwulan tanpa pemeriksaan paling banyak')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='condition_weights', to='offices.office')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('since'), name='condition_weights_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('good__gt', 0), ('good__lte', 100), ('slight__lte', models.F('good')), ('broken__gte', 0), ('broken__lte', models.F('heavy')), ('heavy__lte', models.F('slight')), ('carried__range', (0, 40))), name='condition_weights_fall')],
            },
        ),
        migrations.CreateModel(
            name='GradeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('levy_weight', models.PositiveSmallIntegerField(verbose_name='bobot iuran')),
                ('condition_weight', models.PositiveSmallIntegerField(verbose_name='bobot kondisi')),
                ('quarters', models.PositiveSmallIntegerField(verbose_name='banyaknya triwulan')),
                ('a_from', models.PositiveSmallIntegerField(verbose_name='A mulai')),
                ('b_from', models.PositiveSmallIntegerField(verbose_name='B mulai')),
                ('c_from', models.PositiveSmallIntegerField(verbose_name='C mulai')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grade_rules', to='offices.office')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('since'), name='grade_rule_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('condition_weight__lte', 100), ('levy_weight__lte', 100), ('condition_weight__gte', 0), ('levy_weight__gte', 0), models.Q(('condition_weight', 0), ('levy_weight', 0), _negated=True), ('a_from__lte', 100), ('c_from__gt', 0), ('quarters__range', (1, 20)), ('b_from__lt', models.F('a_from')), ('c_from__lt', models.F('b_from'))), name='grade_rule_makes_sense')],
            },
        ),
    ]
