import django.db.models.deletion
import reports.models.issued
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reports', '0001_initial'), ('reports', '0002_statement_settings'), ('reports', '0003_reason_of_an_issue'), ('reports', '0004_answers_and_published_figures')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='triwulan')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='revisi')),
                ('as_of', models.DateField(verbose_name='per tanggal')),
                ('issued_by_name', models.CharField(max_length=120)),
                ('issued_at', models.DateTimeField(auto_now_add=True, verbose_name='waktu terbit')),
                ('rule', models.CharField(blank=True, max_length=250, verbose_name='aturan')),
                ('format_version', models.PositiveSmallIntegerField()),
                ('value', models.TextField(editable=False)),
                ('value_sha256', models.CharField(max_length=64)),
                ('books', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.periodchange')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_reports', to='offices.office')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='alasan tetap terbit')),
                ('check_code', models.CharField(default=reports.models.issued.new_check_code, editable=False, max_length=16, unique=True, verbose_name='kode pemeriksaan')),
                ('figure_count', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['-year', '-quarter', '-revision'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('quarter'), models.F('revision'), name='issuedreport_revision_unique'), models.CheckConstraint(condition=models.Q(('quarter__range', (1, 4)), ('revision__gte', 1), ('year', models.F('as_of__year'))), name='issuedreport_quarter_and_revision')],
            },
        ),
        migrations.CreateModel(
            name='IssuedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'Excel (XLSX)'), ('json', 'JSON'), ('annexes', 'Lampiran per desa (ZIP)'), ('public', 'PDF untuk umum')], max_length=8, verbose_name='jenis')),
                ('path', models.CharField(max_length=200)),
                ('size', models.BigIntegerField(verbose_name='ukuran')),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.issuedreport')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('report'), models.F('kind'), name='issuedfile_one_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='HealthTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='health_tables', to='offices.office')),
            ],
            options={
                'ordering': ['-since', '-id'],
            },
        ),
        migrations.CreateModel(
            name='HealthBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ratio', models.PositiveSmallIntegerField(verbose_name='rasio')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('comparison', models.CharField(choices=[('<', 'kurang dari'), ('<=', 'paling banyak'), ('>', 'lebih dari'), ('>=', 'paling sedikit')], max_length=2, verbose_name='pembanding')),
                ('bound', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='batas')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='skor')),
                ('status', models.CharField(max_length=20, verbose_name='keadaan')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bands', to='reports.healthtable')),
            ],
            options={
                'ordering': ['table', 'ratio', 'position'],
                'constraints': [models.UniqueConstraint(models.F('table'), models.F('ratio'), models.F('position'), name='healthband_place_unique'), models.CheckConstraint(condition=models.Q(models.Q(('ratio', 0), ('score__isnull', True)), models.Q(('ratio__range', (1, 6)), ('score__isnull', False)), _connector='OR'), name='healthband_of_a_ratio_has_a_score'), models.CheckConstraint(condition=models.Q(('comparison__in', ['<', '<=', '>', '>='])), name='healthband_comparison_known')],
            },
        ),
        migrations.CreateModel(
            name='NoteText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=40, verbose_name='bagian')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('body', models.TextField(blank=True, verbose_name='naskah')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='note_texts', to='offices.office')),
            ],
            options={
                'ordering': ['note', '-since', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('note'), models.F('since'), name='note_text_by_note')],
            },
        ),
        migrations.CreateModel(
            name='StatementSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('layout', models.CharField(choices=[('contra', 'Cadangan mengurangi aset (Kepmendesa 136/2022)'), ('reserve', 'Cadangan di sisi utang (susunan UPK)')], max_length=10, verbose_name='susunan neraca')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_settings', to='offices.office')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('layout__in', ['contra', 'reserve'])), name='statementsetting_layout_known')],
            },
        ),
        migrations.CreateModel(
            name='PackSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_out', models.CharField(blank=True, max_length=200, verbose_name='bagian yang tidak dimuat')),
                ('with_annexes', models.BooleanField(default=False, verbose_name='lampiran per desa')),
                ('letter', models.TextField(blank=True, max_length=4000, verbose_name='surat pengantar')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pack_settings', to='offices.office')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='IssuedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Diterima kabupaten'), ('returned', 'Dikembalikan'), ('accepted', 'Disetujui')], max_length=8, verbose_name='jawaban')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='catatan')),
                ('by_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='waktu')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='reports.issuedreport')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('report'), models.F('kind'), name='issuedanswer_one_of_a_kind'), models.UniqueConstraint(models.F('report'), condition=models.Q(('kind__in', ['returned', 'accepted'])), name='issuedanswer_one_verdict'), models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'returned', 'accepted'])), name='issuedanswer_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'returned'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='issuedanswer_returned_with_a_note')],
            },
        ),
        migrations.CreateModel(
            name='IssuedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='kunci')),
                ('label', models.CharField(max_length=160, verbose_name='nama')),
                ('unit', models.CharField(choices=[('rupiah', 'rupiah'), ('count', 'banyaknya'), ('percent', 'persen')], max_length=7, verbose_name='satuan')),
                ('value', models.BigIntegerField(verbose_name='nilai')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.issuedreport')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('report'), models.F('key'), name='issuedfigure_key_unique_in_report'), models.CheckConstraint(condition=models.Q(('unit__in', ['rupiah', 'count', 'percent'])), name='issuedfigure_unit_known')],
            },
        ),
    ]
