import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('assets', '0001_initial')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssetClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='nama')),
                ('is_active', models.BooleanField(default=True, verbose_name='dipakai')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='akun')),
                ('accumulated', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='akun akumulasi penyusutan')),
                ('expense', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='akun beban penyusutan')),
                ('gain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='akun laba pelepasan')),
                ('loss', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='akun rugi pelepasan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asset_classes', to='offices.office')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('name'), name='asset_class_name_unique_in_office'), models.CheckConstraint(condition=models.Q(models.Q(('accumulated__isnull', True), ('expense__isnull', True)), models.Q(('accumulated__isnull', False), ('expense__isnull', False)), _connector='OR'), name='asset_class_wears_out_or_not')],
            },
        ),
        migrations.CreateModel(
            name='Acquisition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('purchase', 'Pembelian'), ('opening', 'Saldo awal')], max_length=8, verbose_name='cara')),
                ('name', models.CharField(max_length=100, verbose_name='nama barang')),
                ('bought_on', models.DateField(verbose_name='tanggal beli')),
                ('happened_on', models.DateField(verbose_name='tanggal bukti')),
                ('quantity', models.PositiveSmallIntegerField(verbose_name='jumlah barang')),
                ('unit_cost', models.BigIntegerField(verbose_name='harga satuan')),
                ('opening', models.BigIntegerField(default=0, verbose_name='penyusutan sebelumnya, setiap barang')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='masa manfaat (bulan)')),
                ('begins', models.DateField(verbose_name='disusutkan mulai bulan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acquisition', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acquisitions', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acquisitions', to='ledger.submission')),
                ('asset_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acquisitions', to='assets.assetclass')),
            ],
            options={
                'ordering': ['-happened_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opening__gte', 0), ('quantity__gte', 1), ('unit_cost__gte', 1), ('opening__lt', models.F('unit_cost'))), name='acquisition_is_worth_something'), models.CheckConstraint(condition=models.Q(models.Q(('bought_on__lte', models.F('happened_on')), ('kind', 'opening')), models.Q(('bought_on', models.F('happened_on')), ('kind', 'purchase'), ('opening', 0)), _connector='OR'), name='acquisition_new_things_are_new'), models.CheckConstraint(condition=models.Q(('months__gte', 1), models.Q(('months__isnull', True), ('opening', 0)), _connector='OR'), name='acquisition_wears_out_by_months')],
            },
        ),
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('acquisition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='assets.acquisition')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='offices.office')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('number'), name='asset_number_unique_in_office')],
            },
        ),
        migrations.CreateModel(
            name='AssetMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('acquired', 'Diperoleh'), ('depreciated', 'Penyusutan'), ('disposed', 'Dilepas'), ('undone', 'Pembatalan')], max_length=11, verbose_name='jenis')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('cost', models.BigIntegerField(default=0, verbose_name='harga perolehan')),
                ('accumulated', models.BigIntegerField(default=0, verbose_name='penyusutan')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='assets.asset')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asset_moves', to='ledger.entry')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'constraints': [models.UniqueConstraint(models.F('asset'), models.F('entry'), name='asset_move_once_per_entry'), models.CheckConstraint(condition=models.Q(models.Q(('accumulated__gte', 0), ('cost__gt', 0), ('kind', 'acquired')), models.Q(('accumulated__gt', 0), ('cost', 0), ('kind', 'depreciated')), models.Q(('accumulated__lte', 0), ('cost__lt', 0), ('kind', 'disposed')), models.Q(('kind', 'undone'), models.Q(('accumulated', 0), ('cost', 0), _negated=True)), _connector='OR'), name='asset_move_has_its_sign')],
            },
        ),
        migrations.CreateModel(
            name='ConditionCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_on', models.DateField(verbose_name='tanggal diperiksa')),
                ('condition', models.CharField(choices=[('good', 'Baik'), ('slight', 'Rusak ringan'), ('heavy', 'Rusak berat'), ('missing', 'Hilang')], max_length=8, verbose_name='kondisi')),
                ('location', models.CharField(max_length=80, verbose_name='tempat')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='catatan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='assets.asset')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-checked_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DepreciationRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='bulan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='depreciation_run', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='depreciation_runs', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='depreciation_runs', to='ledger.submission')),
            ],
            options={
                'ordering': ['-month', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sold', 'Dijual'), ('scrapped', 'Dihapus karena rusak'), ('lost', 'Hilang')], max_length=8, verbose_name='cara')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('proceeds', models.BigIntegerField(default=0, verbose_name='hasil penjualan')),
                ('result', models.BigIntegerField(verbose_name='laba (rugi)')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disposals', to='assets.asset')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='disposal', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disposals', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disposals', to='ledger.submission')),
            ],
            options={
                'ordering': ['-happened_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'sold'), ('proceeds__gt', 0)), models.Q(('kind__in', ['scrapped', 'lost']), ('proceeds', 0)), _connector='OR'), name='disposal_sold_for_something')],
            },
        ),
        migrations.CreateModel(
            name='UsefulLife',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('months', models.PositiveSmallIntegerField(verbose_name='masa manfaat (bulan)')),
                ('asset_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lives', to='assets.assetclass')),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(models.F('asset_class'), models.F('since'), name='useful_life_one_per_day'), models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 1200)), name='useful_life_is_a_life')],
            },
        ),
    ]
