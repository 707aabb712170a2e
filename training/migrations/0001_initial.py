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
            name='TrainingKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='nama')),
                ('audience', models.CharField(choices=[('trainers', 'Pelatih (UPK)'), ('groups', 'Pengurus kelompok'), ('teams', 'Tim desa'), ('other', 'Lainnya')], max_length=8, verbose_name='untuk')),
                ('is_active', models.BooleanField(default=True, verbose_name='dipakai')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_kinds', to='offices.office')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('name'), name='training_kind_named_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='training_kind_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='angkatan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_batches', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='training_batch', to='ledger.submission')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='training.trainingkind')),
            ],
            options={
                'ordering': ['kind', 'number'],
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('number'), name='training_batch_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='BatchStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invited', 'Diundang'), ('held', 'Terlaksana'), ('closed', 'Selesai'), ('cancelled', 'Dibatalkan')], max_length=9, verbose_name='langkah')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='training.batch')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('batch'), models.F('happened_on'), models.F('id'), name='training_step_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cancelled'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='training_cancelled_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='BatchStepReversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='training.batchstep')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='training_step_reversed_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='BatchVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField()),
                ('decided_on', models.DateField(verbose_name='diputuskan')),
                ('place', models.CharField(max_length=120, verbose_name='tempat')),
                ('starts_on', models.DateField(verbose_name='hari pertama')),
                ('ends_on', models.DateField(verbose_name='hari terakhir')),
                ('day_count', models.PositiveSmallIntegerField()),
                ('capacity', models.PositiveSmallIntegerField(verbose_name='daya tampung')),
                ('trainers', models.TextField(blank=True, verbose_name='pelatih')),
                ('attitude', models.TextField(blank=True, verbose_name='sikap')),
                ('skill', models.TextField(blank=True, verbose_name='keterampilan')),
                ('knowledge', models.TextField(blank=True, verbose_name='pengetahuan')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.batch')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['batch', '-revision'],
                'constraints': [models.UniqueConstraint(models.F('batch'), models.F('revision'), name='training_version_told_once'), models.CheckConstraint(condition=models.Q(('day_count__range', (1, 14)), ('ends_on__gte', models.F('starts_on')), ('capacity__range', (1, 500)), models.Q(('place', ''), _negated=True), models.Q(('revision', 1), models.Q(('revision__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR')), name='training_version_makes_sense')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noted_on', models.DateField(verbose_name='tanggal')),
                ('what', models.CharField(max_length=250, verbose_name='tindak lanjut')),
                ('who', models.CharField(max_length=100, verbose_name='pelaksana')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='paling lambat')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='training.batch')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.group')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['noted_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('who', ''), _negated=True), models.Q(('due_on__isnull', True), ('due_on__gte', models.F('noted_on')), _connector='OR')), name='training_follow_up_says_what_and_who')],
            },
        ),
        migrations.CreateModel(
            name='FollowUpEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('done', 'Selesai'), ('dropped', 'Tidak jadi')], max_length=7, verbose_name='hasil')),
                ('ended_on', models.DateField(verbose_name='tanggal')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('follow_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='training.followup')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'dropped'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='training_follow_up_dropped_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'Pengurus kelompok'), ('member', 'Anggota atau warga'), ('staff', 'UPK'), ('guest', 'Tamu'), ('monitor', 'Pemantau')], max_length=7, verbose_name='sebagai')),
                ('position', models.CharField(blank=True, choices=[('chair', 'Ketua'), ('secretary', 'Sekretaris'), ('treasurer', 'Bendahara'), ('member', 'Anggota')], max_length=10, verbose_name='kedudukan')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='nama')),
                ('origin', models.CharField(blank=True, max_length=120, verbose_name='dari')),
                ('enrolled_on', models.DateField(verbose_name='didaftar')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='training.batch')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.group')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.village')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('person__isnull', False), ('role', 'officer'), ('user__isnull', True), ('village__isnull', False), models.Q(('position', ''), _negated=True)), models.Q(('group__isnull', True), ('person__isnull', False), ('position', ''), ('role', 'member'), ('user__isnull', True), ('village__isnull', False)), models.Q(('group__isnull', True), ('person__isnull', True), ('position', ''), ('role', 'staff'), ('user__isnull', False), ('village__isnull', True)), models.Q(('group__isnull', True), ('person__isnull', True), ('role__in', ('guest', 'monitor')), ('position', ''), ('user__isnull', True), ('village__isnull', True), models.Q(('origin', ''), _negated=True)), _connector='OR'), name='training_participant_is_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('issued_on', models.DateField(verbose_name='tanggal')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_certificates', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_certificates', to='ledger.submission')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.participant')),
            ],
            options={
                'ordering': ['year', 'number'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('number'), name='training_certificate_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='CertificateWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withdrawn_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('certificate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='training.certificate')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='training_certificate_withdrawn_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='hari')),
                ('is_present', models.BooleanField(verbose_name='hadir')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='training.attendance')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='training.participant')),
            ],
            options={
                'ordering': ['day', 'id'],
                'constraints': [models.UniqueConstraint(models.F('participant'), models.F('day'), condition=models.Q(('replaces__isnull', True)), name='training_attendance_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ParticipantWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withdrawn_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('participant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='training.participant')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='training_withdrawn_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('test', models.CharField(choices=[('before', 'Tes awal'), ('after', 'Tes akhir')], max_length=6, verbose_name='tes')),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='nilai')),
                ('given_on', models.DateField(verbose_name='tanggal')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='training.participant')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='training.score')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('participant'), models.F('test'), condition=models.Q(('replaces__isnull', True)), name='training_score_once_a_test'), models.CheckConstraint(condition=models.Q(('score__lte', 100), models.Q(('replaces__isnull', False), ('score__isnull', True)), _connector='OR'), name='training_score_0_to_100')],
            },
        ),
        migrations.CreateModel(
            name='TrainingCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_counted', models.BooleanField(default=True, verbose_name='dihitung')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='training.batch')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='KindRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('capacity', models.PositiveSmallIntegerField(verbose_name='peserta per angkatan')),
                ('attendance_percent', models.PositiveSmallIntegerField(verbose_name='kehadiran minimal (%)')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='training.trainingkind')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'indexes': [models.Index(models.F('kind'), models.F('since'), name='training_rule_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('attendance_percent__range', (1, 100)), ('capacity__range', (1, 500))), name='training_rule_makes_sense')],
            },
        ),
    ]
