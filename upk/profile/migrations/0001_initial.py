import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeGuess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.GenericIPAddressField()),
                ('guessed_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'indexes': [models.Index(models.F('address'), models.F('guessed_at'), name='codeguess_by_address')],
            },
        ),
        migrations.CreateModel(
            name='LegalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counts_from', models.DateField(editable=False)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='ditarik tanggal')),
                ('kind', models.CharField(choices=[('agreement', 'Keputusan Musyawarah Antar Desa'), ('regulation', 'Peraturan Bersama Kepala Desa'), ('decree', 'Surat Keputusan Camat / Bupati'), ('statutes', 'Anggaran Dasar / Anggaran Rumah Tangga'), ('deed', 'Akta notaris'), ('registration', 'Pendaftaran badan hukum (AHU)'), ('tax', 'NPWP lembaga'), ('licence', 'NIB / izin usaha'), ('other', 'Lainnya')], max_length=12, verbose_name='jenis')),
                ('number', models.CharField(max_length=80, verbose_name='nomor')),
                ('dated_on', models.DateField(verbose_name='tanggal')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='tentang')),
                ('is_public', models.BooleanField(default=True, verbose_name='tampil di halaman publik')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='legal_documents', to='offices.storedfile')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_documents', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['dated_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('counts_from__gte', models.F('dated_on'))), name='legaldocument_counts_from_its_date'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True)), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__gte', models.F('counts_from')), ('withdrawn_on__isnull', False)), _connector='OR'), name='legaldocument_withdrawn_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counts_from', models.DateField(editable=False)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='ditarik tanggal')),
                ('title', models.CharField(max_length=80, verbose_name='jabatan')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('signs', models.BooleanField(default=False, verbose_name='menandatangani laporan')),
                ('since', models.DateField(verbose_name='menjabat sejak')),
                ('until', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-signs', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='officer_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('counts_from__gte', models.F('since'))), name='officer_counts_from_beginning'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True)), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__gte', models.F('counts_from')), ('withdrawn_on__isnull', False)), _connector='OR'), name='officer_withdrawn_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='ProfileText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('history', 'Sejarah'), ('vision', 'Visi'), ('mission', 'Misi'), ('aims', 'Tujuan'), ('strengths', 'Kekuatan'), ('weaknesses', 'Kelemahan'), ('motto', 'Semboyan')], max_length=12, verbose_name='bagian')),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name='isi')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profile_texts', to='offices.office')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['key', '-since', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('since'), name='profiletext_by_day')],
            },
        ),
    ]
