import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('groups', '0001_initial'), ('groups', '0002_assessments')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('\\A[A-Z0-9][A-Z0-9.\\-]*\\Z', 'Kode memakai huruf besar, angka, titik, dan tanda hubung.')], verbose_name='kode')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('category', models.CharField(choices=[('SPP', 'SPP (Simpan Pinjam Perempuan)'), ('UEP', 'UEP (Usaha Ekonomi Produktif)'), ('LAIN', 'Lainnya')], max_length=5, verbose_name='jenis kelompok')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='berdiri')),
                ('level', models.CharField(choices=[('pemula', 'Pemula'), ('berkembang', 'Berkembang'), ('matang', 'Matang')], default='pemula', max_length=12, verbose_name='tingkat')),
                ('function', models.CharField(choices=[('penyalur', 'Penyalur'), ('pengelola', 'Pengelola')], default='penyalur', max_length=12, verbose_name='fungsi')),
                ('kind', models.CharField(choices=[('simpan_pinjam', 'Simpan pinjam'), ('usaha_bersama', 'Usaha bersama'), ('aneka_usaha', 'Aneka usaha')], default='simpan_pinjam', max_length=15, verbose_name='jenis usaha')),
                ('business', models.CharField(blank=True, max_length=120, verbose_name='usaha')),
                ('meeting_day', models.CharField(blank=True, max_length=60, verbose_name='hari pertemuan')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='alamat')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telepon')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='offices.office')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='offices.village')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('code'), name='group_code_unique_in_office')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('chair', 'Ketua'), ('secretary', 'Sekretaris'), ('treasurer', 'Bendahara'), ('member', 'Anggota')], default='member', max_length=10, verbose_name='kedudukan')),
                ('since', models.DateField(verbose_name='mulai')),
                ('until', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='groups.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='offices.person')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('group'), models.F('person'), condition=models.Q(('until__isnull', True)), name='membership_one_open_per_person'), models.UniqueConstraint(models.F('group'), models.F('position'), condition=models.Q(('until__isnull', True), models.Q(('position', 'member'), _negated=True)), name='membership_one_open_per_officer'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessed_on', models.DateField(verbose_name='tanggal penilaian')),
                ('score', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='nilai')),
                ('level', models.CharField(choices=[('pemula', 'Pemula'), ('berkembang', 'Berkembang'), ('matang', 'Matang')], max_length=12, verbose_name='tingkat')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='catatan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.checklist')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='groups.group')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['-assessed_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='assessment_score_is_a_percentage')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.PositiveSmallIntegerField(verbose_name='nilai')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='groups.assessment')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.checklistitem')),
            ],
            options={
                'ordering': ['item__position'],
                'constraints': [models.UniqueConstraint(models.F('assessment'), models.F('item'), name='assessment_mark_one_per_item'), models.CheckConstraint(condition=models.Q(('mark__lte', 3)), name='assessment_mark_0_to_3')],
            },
        ),
    ]
