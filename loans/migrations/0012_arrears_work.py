
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_initial'),
        ('loans', '0011_member_repayments_and_rebates'),
        ('offices', '0002_decisions_and_checklists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArrearsContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', 'Kunjungan'), ('call', 'Telepon'), ('meeting', 'Pertemuan'), ('void', 'Catatan dibatalkan')], default='visit', max_length=8, verbose_name='jenis')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('met', models.CharField(blank=True, max_length=120, verbose_name='bertemu dengan')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='catatan')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='janji bayar tanggal')),
                ('promised_amount', models.BigIntegerField(blank=True, null=True, verbose_name='jumlah yang dijanjikan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='loans.arrearscontact')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='loans.loan')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['-happened_on', '-id'],
                'indexes': [models.Index(models.F('loan'), models.F('happened_on'), name='contact_by_loan')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('promised_amount__isnull', True), ('promised_on__isnull', True)), models.Q(('promised_amount__gt', 0), ('promised_on__gte', models.F('happened_on'))), _connector='OR'), name='contact_promise_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'void'), _negated=True), models.Q(('corrects__isnull', False), ('promised_on__isnull', True)), _connector='OR'), name='contact_cancelled_promises_nothing')],
            },
        ),
        migrations.CreateModel(
            name='ArrearsLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='surat ke')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('issued_on', models.DateField(verbose_name='tanggal')),
                ('late_since', models.DateField(verbose_name='menunggak sejak')),
                ('oldest_due', models.DateField(verbose_name='jatuh tempo tertua')),
                ('months_late', models.PositiveSmallIntegerField(verbose_name='bulan menunggak')),
                ('principal', models.BigIntegerField(verbose_name='tunggakan pokok')),
                ('interest', models.BigIntegerField(verbose_name='tunggakan jasa')),
                ('outstanding', models.BigIntegerField(verbose_name='saldo pokok')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='alasan')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='loans.loan')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrears_letters', to='offices.office')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrears_letters', to='ledger.submission')),
            ],
            options={
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('number'), name='letter_number_unique'), models.UniqueConstraint(models.F('loan'), models.F('late_since'), models.F('level'), name='letter_once_a_spell'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='letter_level_is_known'), models.CheckConstraint(condition=models.Q(('interest__gte', 0), ('principal__gte', 0), models.Q(('interest', 0), ('principal', 0), _negated=True), ('late_since__lte', models.F('issued_on')), ('oldest_due__lt', models.F('issued_on'))), name='letter_is_about_arrears')],
            },
        ),
        migrations.CreateModel(
            name='CollectionRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('unit', models.CharField(choices=[('months', 'Bulan menunggak'), ('days', 'Hari menunggak')], default='months', max_length=10, verbose_name='dihitung dalam')),
                ('first_after', models.PositiveSmallIntegerField(default=1, verbose_name='surat pertama setelah')),
                ('second_after', models.PositiveSmallIntegerField(default=2, verbose_name='surat kedua setelah')),
                ('third_after', models.PositiveSmallIntegerField(default=3, verbose_name='surat ketiga setelah')),
                ('days_between', models.PositiveSmallIntegerField(default=14, verbose_name='jarak antarsurat paling sedikit')),
                ('reminder', models.TextField(max_length=1000, verbose_name='pesan pengingat')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collection_rules', to='offices.office')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('since'), name='collection_rules_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_after__gte', 1), ('second_after__gte', models.F('first_after')), ('third_after__gte', models.F('second_after'))), name='collection_rules_letters_in_order')],
            },
        ),
    ]
