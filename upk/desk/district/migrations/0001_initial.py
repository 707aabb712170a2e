import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='triwulan')),
                ('state', models.CharField(choices=[('building', 'Sedang dibuat'), ('done', 'Selesai'), ('failed', 'Gagal'), ('gone', 'Berkas dihapus')], default='building', max_length=8, verbose_name='keadaan')),
                ('total', models.PositiveIntegerField(verbose_name='jumlah laporan')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='sudah masuk')),
                ('contents', models.CharField(max_length=64)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('size', models.BigIntegerField(default=0, verbose_name='ukuran')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('problem', models.CharField(blank=True, max_length=250, verbose_name='kendala')),
                ('requested_at', models.DateTimeField(auto_now_add=True)),
                ('begun_at', models.DateTimeField(verbose_name='mulai')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='selesai')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bundles', to='offices.district')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(models.F('district'), models.F('year'), models.F('quarter'), condition=models.Q(('state', 'building')), name='bundle_one_in_the_making'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('total')), ('quarter__range', (1, 4)), ('total__gte', 1)), name='bundle_of_a_quarter_with_reports'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('sha256', ''), ('state__in', ['building', 'failed'])), models.Q(('finished_at__isnull', False), ('state__in', ['done', 'gone']), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='bundle_done_iff_it_has_a_digest')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='triwulan')),
                ('missing', models.CharField(choices=[('report', 'Laporan belum diterbitkan'), ('revision', 'Laporan yang dikembalikan belum diperbaiki'), ('reissue', 'Laporan perlu diterbitkan ulang')], max_length=8, verbose_name='yang belum ada')),
                ('due_on', models.DateField(verbose_name='batas')),
                ('reminded_on', models.DateField(verbose_name='diingatkan')),
                ('by_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='offices.office')),
            ],
            options={
                'ordering': ['-reminded_on', '-id'],
                'indexes': [models.Index(models.F('year'), models.F('quarter'), models.F('office'), name='reminder_by_quarter')],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('quarter'), models.F('reminded_on'), name='reminder_once_a_day'), models.CheckConstraint(condition=models.Q(('quarter__range', (1, 4)), ('reminded_on__gt', models.F('due_on'))), name='reminder_of_a_quarter_after_its_deadline'), models.CheckConstraint(condition=models.Q(('missing__in', ['report', 'revision', 'reissue'])), name='reminder_missing_known')],
            },
        ),
        migrations.CreateModel(
            name='ReportingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('deadline_days', models.PositiveSmallIntegerField(verbose_name='batas laporan (hari sesudah triwulan)')),
                ('bundle_days', models.PositiveSmallIntegerField(verbose_name='berkas ZIP disimpan (hari)')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporting_rules', to='offices.district')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(models.F('district'), models.F('since'), name='reportingrule_one_per_day'), models.CheckConstraint(condition=models.Q(('bundle_days__range', (1, 365)), ('deadline_days__range', (1, 90))), name='reportingrule_days_make_sense')],
            },
        ),
    ]
