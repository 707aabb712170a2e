import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('offices', '0001_initial'), ('offices', '0002_decisions_and_checklists'), ('offices', '0003_default_checklists'), ('offices', '0004_stored_files'), ('offices', '0005_household_criteria'), ('offices', '0006_assignment_reasons')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('\\A[A-Z0-9][A-Z0-9.\\-]*\\Z', 'Kode memakai huruf besar, angka, titik, dan tanda hubung.')], verbose_name='kode')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('province', models.CharField(max_length=100, verbose_name='provinsi')),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('\\A[A-Z0-9][A-Z0-9.\\-]*\\Z', 'Kode memakai huruf besar, angka, titik, dan tanda hubung.')], verbose_name='kode')),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('legal_form', models.CharField(choices=[('upk', 'UPK'), ('lkd', 'BUM Desa Bersama LKD')], default='upk', max_length=10, verbose_name='bentuk')),
                ('subdistrict', models.CharField(max_length=100, verbose_name='kecamatan')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='alamat')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telepon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('manager_title', models.CharField(default='Ketua UPK', max_length=60, verbose_name='sebutan pimpinan')),
                ('treasurer_title', models.CharField(default='Bendahara', max_length=60, verbose_name='sebutan bendahara')),
                ('supervisor_title', models.CharField(default='BP-UPK', max_length=60, verbose_name='sebutan pengawas')),
                ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=30, verbose_name='zona waktu')),
                ('practice_date', models.DateField(blank=True, null=True, verbose_name='tanggal latihan')),
                ('books_closed_through', models.DateField(blank=True, null=True, verbose_name='buku ditutup sampai')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='offices.district')),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9][a-z0-9._-]*\\Z', 'Pakai huruf kecil, angka, titik.')], verbose_name='nama pengguna')),
                ('name', models.CharField(max_length=120, verbose_name='nama lengkap')),
                ('role', models.CharField(choices=[('manager', 'Manajer UPK'), ('treasurer', 'Bendahara'), ('secretary', 'Sekretaris'), ('facilitator', 'Fasilitator / penanggung jawab desa'), ('supervisor', 'BP-UPK (pengawas)'), ('district', 'Kabupaten')], max_length=20, verbose_name='peran')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False)),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='offices.district')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='offices.office')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('district__isnull', False), ('office__isnull', True), ('role', 'district')), models.Q(models.Q(('role', 'district'), _negated=True), ('district__isnull', True), ('office__isnull', False)), _connector='OR'), name='user_of_district_iff_district_role')],
            },
        ),
        migrations.CreateModel(
            name='Village',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, validators=[django.core.validators.RegexValidator('\\A[A-Z0-9][A-Z0-9.\\-]*\\Z', 'Kode memakai huruf besar, angka, titik, dan tanda hubung.')], verbose_name='kode')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('payment_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tanggal angsuran')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='villages', to='offices.office')),
                ('lending_priority', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='urutan prioritas pinjaman')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('code'), name='village_code_unique_in_office'), models.UniqueConstraint(models.F('office'), models.F('name'), name='village_name_unique_in_office'), models.CheckConstraint(condition=models.Q(('payment_day__isnull', True), ('payment_day__range', (1, 31)), _connector='OR'), name='village_payment_day_in_month')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('sex', models.CharField(choices=[('P', 'Perempuan'), ('L', 'Laki-laki')], max_length=1, verbose_name='jenis kelamin')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='tanggal lahir')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telepon')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='alamat')),
                ('nik_cipher', models.BinaryField(default=b'')),
                ('nik_digest', models.CharField(editable=False, max_length=64, null=True)),
                ('kk_cipher', models.BinaryField(default=b'')),
                ('kk_digest', models.CharField(db_index=True, editable=False, max_length=64, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='offices.office')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='offices.village')),
            ],
            options={
                'ordering': ['name'],
                'indexes': [models.Index(models.F('office'), models.F('name'), name='person_by_name'), models.Index(models.F('nik_digest'), name='person_by_nik')],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('nik_digest'), name='person_nik_unique_in_office')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='mulai')),
                ('until', models.DateField(blank=True, null=True, verbose_name='sampai')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='offices.village')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(models.F('village'), condition=models.Q(('until__isnull', True)), name='assignment_one_open_per_village'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='assignment_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('papers', 'Kelengkapan dokumen usulan'), ('member', 'Pertanyaan kepada calon pemanfaat'), ('group', 'Penilaian tingkat kelompok'), ('household', 'Kriteria rumah tangga miskin (RTM)')], max_length=10, verbose_name='daftar')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checklists', to='offices.office')),
            ],
            options={
                'ordering': ['kind', '-since'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('kind'), models.F('since'), name='checklist_one_per_day')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=250, verbose_name='isi')),
                ('weight', models.PositiveSmallIntegerField(default=0, verbose_name='bobot')),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='offices.checklist')),
            ],
            options={
                'ordering': ['checklist', 'position'],
                'constraints': [models.UniqueConstraint(models.F('checklist'), models.F('position'), name='checklist_item_position_unique')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(choices=[('MAD', 'Musyawarah Antar Desa'), ('TV', 'Tim Verifikasi'), ('TP', 'Tim Pendanaan'), ('BKAD', 'BKAD'), ('UPK', 'Rapat pengurus')], max_length=5, verbose_name='diputuskan oleh')),
                ('number', models.CharField(max_length=60, verbose_name='nomor')),
                ('decided_on', models.DateField(verbose_name='tanggal')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='offices.office')),
            ],
            options={
                'ordering': ['-decided_on', '-id'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('body'), models.F('number'), models.F('decided_on'), name='decision_recorded_once')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='ukuran')),
                ('content_type', models.CharField(max_length=40, verbose_name='jenis')),
                ('name', models.CharField(max_length=100, verbose_name='nama berkas')),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stored_files', to='offices.office')),
                ('stored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('sha256'), name='storedfile_once_in_office'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='storedfile_holds_something')],
            },
        ),
    ]
