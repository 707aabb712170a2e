import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('ledger', '0001_initial'), ('ledger', '0002_index_of_reversals'), ('ledger', '0003_entry_files')]

    initial = True

    dependencies = [
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='kode')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('kind', models.CharField(choices=[('asset', 'Aset'), ('contra_asset', 'Pengurang aset'), ('liability', 'Utang'), ('equity', 'Modal'), ('income', 'Pendapatan'), ('expense', 'Beban')], max_length=20, verbose_name='jenis')),
                ('fund', models.CharField(choices=[('revolving', 'Dana bergulir'), ('operational', 'Operasional'), ('grant', 'BLM (titipan)'), ('levy', 'Iuran pemeliharaan (titipan)'), ('social', 'Dana sosial')], default='revolving', max_length=20, verbose_name='dana')),
                ('liquidity', models.CharField(blank=True, choices=[('', '—'), ('cash', 'Kas'), ('bank', 'Bank')], default='', max_length=5, verbose_name='kas atau bank')),
                ('is_header', models.BooleanField(default=False, verbose_name='judul')),
                ('subledger', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('is_active', models.BooleanField(default=True, verbose_name='dipakai')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='offices.office')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='ledger.account')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('code'), name='account_code_unique_in_office'), models.CheckConstraint(condition=models.Q(('liquidity', ''), models.Q(('is_header', False), ('kind', 'asset')), _connector='OR'), name='account_cash_is_a_postable_asset')],
            },
        ),
        migrations.CreateModel(
            name='PeriodChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_before', models.DateField(blank=True, null=True)),
                ('closed_after', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='period_changes', to='offices.office')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_before__isnull', True), models.Q(('closed_after__gt', models.F('closed_before')), ('closed_after__isnull', False)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='periodchange_reopening_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('closed_after__isnull', False), ('closed_before__isnull', True)), models.Q(('closed_after__isnull', True), ('closed_before__isnull', False)), models.Q(('closed_before', models.F('closed_after')), _negated=True), _connector='OR'), name='periodchange_changes_something')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('content_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voucher', models.CharField(choices=[('BKM', 'Bukti kas masuk'), ('BKK', 'Bukti kas keluar'), ('BM', 'Bukti memorial')], max_length=3, verbose_name='jenis bukti')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('kind', models.CharField(choices=[('ordinary', 'Biasa'), ('opening', 'Saldo awal'), ('closing', 'Penutup'), ('reversal', 'Pembatalan')], default='ordinary', max_length=10, verbose_name='jenis')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('memo', models.CharField(max_length=200, verbose_name='uraian')),
                ('origin', models.CharField(default='ledger', max_length=20)),
                ('posting_count', models.PositiveSmallIntegerField()),
                ('total', models.BigIntegerField(verbose_name='jumlah')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.entry')),
                ('submission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.submission')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('office'), models.F('happened_on'), name='entry_by_date'), models.Index(models.F('reverses'), condition=models.Q(('reverses__isnull', False)), name='entry_by_target')],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('voucher'), models.F('year'), models.F('number'), name='entry_number_unique'), models.CheckConstraint(condition=models.Q(('year', models.F('happened_on__year'))), name='entry_year_is_that_of_its_date'), models.CheckConstraint(condition=models.Q(('number__gt', 0), ('posting_count__gt', 0), ('total__gt', 0)), name='entry_has_postings_and_amount'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='entry_reverses_iff_reversal')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('credit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='ledger.account')),
                ('debit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debits', to='ledger.account')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.entry')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='posting_amount_positive'), models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='posting_between_two_accounts')],
            },
        ),
        migrations.CreateModel(
            name='VoucherCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voucher', models.CharField(choices=[('BKM', 'Bukti kas masuk'), ('BKK', 'Bukti kas keluar'), ('BM', 'Bukti memorial')], max_length=3)),
                ('year', models.PositiveSmallIntegerField()),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('voucher'), models.F('year'), name='counter_unique')],
            },
        ),
        migrations.CreateModel(
            name='EntryFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='ledger.entry')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_files', to='offices.storedfile')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('entry'), models.F('file'), name='entryfile_once')],
            },
        ),
        migrations.CreateModel(
            name='EntryFileWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('entry_file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='ledger.entryfile')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='entryfile_withdrawn_why')],
            },
        ),
    ]
