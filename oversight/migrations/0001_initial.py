import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('goats', '0001_squashed_initial'),
        ('grants', '0001_squashed_initial'),
        ('groups', '0001_squashed_initial'),
        ('ledger', '0001_squashed_initial'),
        ('loans', '0001_squashed_initial'),
        ('maintenance', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('subject', models.CharField(max_length=120, verbose_name='pokok')),
                ('text', models.CharField(max_length=2000, verbose_name='uraian')),
                ('severity', models.CharField(choices=[('light', 'Ringan'), ('medium', 'Sedang'), ('grave', 'Berat')], max_length=6, verbose_name='tingkat')),
                ('addressee', models.CharField(choices=[('manager', 'Manajer UPK'), ('treasurer', 'Bendahara'), ('secretary', 'Sekretaris'), ('facilitator', 'Penanggung jawab desa')], max_length=11, verbose_name='harus dijawab oleh')),
                ('found_on', models.DateField(verbose_name='tanggal')),
                ('deadline', models.DateField(verbose_name='batas jawaban')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='ledger.entry')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
                ('goat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='goats.goat')),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='grants.grant')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='groups.group')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='goats.household')),
                ('infrastructure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='maintenance.infrastructure')),
                ('loan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='loans.loan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='ledger.submission')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='offices.village')),
            ],
            options={
                'ordering': ['-found_on', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('found_on'), name='finding_by_day')],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('number'), name='finding_number_unique'), models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', True), ('goat__isnull', True), ('grant__isnull', True), ('household__isnull', True), ('infrastructure__isnull', True), ('loan__isnull', True), ('village__isnull', True)), models.Q(('entry__isnull', True), ('goat__isnull', True), ('grant__isnull', True), ('group__isnull', True), ('household__isnull', True), ('infrastructure__isnull', True), ('village__isnull', True)), models.Q(('goat__isnull', True), ('grant__isnull', True), ('group__isnull', True), ('household__isnull', True), ('infrastructure__isnull', True), ('loan__isnull', True), ('village__isnull', True)), models.Q(('entry__isnull', True), ('goat__isnull', True), ('group__isnull', True), ('household__isnull', True), ('infrastructure__isnull', True), ('loan__isnull', True), ('village__isnull', True)), models.Q(('entry__isnull', True), ('goat__isnull', True), ('grant__isnull', True), ('group__isnull', True), ('household__isnull', True), ('loan__isnull', True), ('village__isnull', True)), models.Q(('entry__isnull', True), ('goat__isnull', True), ('grant__isnull', True), ('group__isnull', True), ('infrastructure__isnull', True), ('loan__isnull', True), ('village__isnull', True)), models.Q(('entry__isnull', True), ('grant__isnull', True), ('group__isnull', True), ('household__isnull', True), ('infrastructure__isnull', True), ('loan__isnull', True), ('village__isnull', True)), models.Q(('entry__isnull', True), ('goat__isnull', True), ('grant__isnull', True), ('group__isnull', True), ('household__isnull', True), ('infrastructure__isnull', True), ('loan__isnull', True)), _connector='OR'), name='finding_is_about_one_row'), models.CheckConstraint(condition=models.Q(('deadline__gte', models.F('found_on')), ('number__gte', 1), ('year', models.F('found_on__year')), models.Q(('subject', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='finding_says_what_by_when')],
            },
        ),
        migrations.CreateModel(
            name='FindingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answered', 'Dijawab'), ('returned', 'Dikembalikan'), ('extended', 'Batas waktu diubah'), ('closed', 'Dinyatakan selesai'), ('withdrawn', 'Dicabut'), ('reopened', 'Dibuka kembali')], max_length=9, verbose_name='langkah')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('text', models.CharField(max_length=2000, verbose_name='uraian')),
                ('deadline', models.DateField(null=True, verbose_name='batas baru')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='oversight.finding')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finding_steps', to='ledger.submission')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('finding'), models.F('happened_on'), models.F('id'), name='finding_step_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='finding_step_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('deadline__gte', models.F('happened_on')), ('deadline__isnull', False), ('kind', 'extended')), models.Q(('deadline__isnull', True), ('kind__in', ['returned', 'reopened'])), models.Q(('deadline__gte', models.F('happened_on')), ('kind__in', ['returned', 'reopened'])), models.Q(('deadline__isnull', True), ('kind__in', ['answered', 'closed', 'withdrawn'])), _connector='OR'), name='finding_step_deadline_lies_ahead')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('kind', models.CharField(choices=[('office', 'UPK lain'), ('district', 'Dinas atau badan kabupaten'), ('village', 'Pemerintah desa'), ('bank', 'Bank'), ('school', 'Sekolah'), ('other', 'Lainnya')], max_length=8, verbose_name='jenis')),
                ('place', models.CharField(max_length=120, verbose_name='tempat')),
                ('contact', models.CharField(blank=True, max_length=120, verbose_name='narahubung')),
                ('revision', models.PositiveSmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='ledger.submission')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('name'), name='partner_name_unique_in_office'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('place', ''), _negated=True)), name='partner_has_name_and_place')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='nomor')),
                ('subject', models.CharField(max_length=150, verbose_name='tentang')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('until', models.DateField(null=True, verbose_name='sampai')),
                ('recorded_on', models.DateField(verbose_name='dicatat')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_agreements', to='ledger.submission')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='oversight.partner')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), models.Q(('number', ''), _negated=True), models.Q(('subject', ''), _negated=True)), name='partner_agreement_says_what_until_when')],
            },
        ),
        migrations.CreateModel(
            name='PartnerVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('kind', models.CharField(choices=[('office', 'UPK lain'), ('district', 'Dinas atau badan kabupaten'), ('village', 'Pemerintah desa'), ('bank', 'Bank'), ('school', 'Sekolah'), ('other', 'Lainnya')], max_length=8, verbose_name='jenis')),
                ('place', models.CharField(max_length=120, verbose_name='tempat')),
                ('contact', models.CharField(blank=True, max_length=120, verbose_name='narahubung')),
                ('revision', models.PositiveSmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='oversight.partner')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['-revision'],
                'constraints': [models.UniqueConstraint(models.F('partner'), models.F('revision'), name='partner_version_told_once')],
            },
        ),
        migrations.CreateModel(
            name='AgreementFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='oversight.agreement')),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(models.F('agreement'), models.F('file'), name='agreement_file_once')],
            },
        ),
        migrations.CreateModel(
            name='AgreementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ended', 'Diakhiri sebelum waktunya'), ('void', 'Salah catat'), ('resumed', 'Langkah terakhir dibatalkan')], max_length=7, verbose_name='langkah')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='oversight.agreement')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_steps', to='ledger.submission')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='agreement_step_has_a_reason')],
            },
        ),
    ]
