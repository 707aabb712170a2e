import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('groups', '0001_squashed_initial'),
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', 'Kunjungan'), ('group', 'Pertemuan kelompok'), ('village', 'Musyawarah desa'), ('collecting', 'Penagihan di tempat'), ('training', 'Pendampingan dan pelatihan di tempat'), ('other', 'Lainnya')], max_length=12, verbose_name='jenis')),
                ('visited_on', models.DateField(verbose_name='tanggal')),
                ('member_count', models.PositiveSmallIntegerField(verbose_name='anggota lain yang hadir')),
                ('agenda', models.CharField(max_length=300, verbose_name='acara')),
                ('findings', models.CharField(blank=True, max_length=1500, verbose_name='hasil dan temuan')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='pertemuan berikutnya')),
                ('is_void', models.BooleanField(default=False, verbose_name='dibatalkan')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='visits.visit')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='groups.group', verbose_name='kelompok')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='offices.village')),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-visited_on', '-id'],
                'indexes': [models.Index(models.F('village'), models.F('visited_on'), name='visit_by_village_and_day'), models.Index(models.F('group'), models.F('visited_on'), name='visit_by_group_and_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('is_void', False)), models.Q(('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='visit_corrected_for_a_reason'), models.CheckConstraint(condition=models.Q(('next_on__isnull', True), ('next_on__gt', models.F('visited_on')), _connector='OR'), name='visit_next_meeting_later'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'group'), _negated=True), ('group__isnull', False), _connector='OR'), name='visit_group_meeting_of_a_group'), models.CheckConstraint(condition=models.Q(models.Q(('agenda', ''), _negated=True), ('member_count__range', (0, 2000))), name='visit_says_what_for')],
            },
        ),
        migrations.CreateModel(
            name='VisitAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=250, verbose_name='kesepakatan')),
                ('who', models.CharField(max_length=60, verbose_name='siapa')),
                ('due_on', models.DateField(verbose_name='paling lambat')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='visits.visit')),
            ],
            options={
                'ordering': ['visit_id', 'position'],
                'constraints': [models.UniqueConstraint(models.F('visit'), models.F('position'), name='visit_agreement_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('who', ''), _negated=True)), name='visit_agreement_says_who_and_what')],
            },
        ),
        migrations.CreateModel(
            name='AgreementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('done', 'Selesai'), ('dropped', 'Tidak jadi'), ('reopened', 'Dibuka lagi')], max_length=10, verbose_name='langkah')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('note', models.CharField(max_length=250, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_step', to='ledger.submission')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='visits.visitagreement')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='agreement_step_says_what')],
            },
        ),
        migrations.CreateModel(
            name='VisitOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.membership')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='visits.visit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('visit'), models.F('membership'), name='visit_officer_present_once')],
            },
        ),
        migrations.CreateModel(
            name='VisitPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='visits.visit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('visit'), models.F('file'), name='visit_photo_attached_once')],
            },
        ),
        migrations.CreateModel(
            name='VisitPhotoWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='visits.visitphoto')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='visit_photo_withdrawn_for_a_reason')],
            },
        ),
    ]
