import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('grants', '0001_initial')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('maintenance', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='GrantAccounts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('capital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grant_accounts', to='offices.office')),
                ('operating_bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('operating_trust', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('trust', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
            ],
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), name='phase_once_a_year'), models.CheckConstraint(condition=models.Q(('year__gte', 1998), ('year__lte', 2999)), name='phase_year_is_sensible')],
            },
        ),
        migrations.CreateModel(
            name='Decree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='nomor SPC')),
                ('decided_on', models.DateField(verbose_name='tanggal SPC')),
                ('camat', models.CharField(max_length=120, verbose_name='camat yang menetapkan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='offices.storedfile')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='ledger.submission')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='grants.phase')),
            ],
            options={
                'ordering': ['-decided_on', '-id'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('phase'), models.F('number'), models.F('decided_on'), name='decree_recorded_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('camat', ''), _negated=True)), name='decree_names_number_and_camat')],
            },
        ),
        migrations.CreateModel(
            name='PhaseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='perubahan ke')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('decided_on', models.DateField(verbose_name='tanggal keputusan')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='alasan perubahan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.decision', verbose_name='keputusan')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='grants.phase')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phase_versions', to='ledger.submission')),
            ],
            options={
                'ordering': ['phase', '-revision'],
                'constraints': [models.UniqueConstraint(models.F('phase'), models.F('revision'), name='phase_version_revision_unique'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='phase_version_has_money'), models.CheckConstraint(condition=models.Q(('revision', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='phase_version_change_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PhaseSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('apbn', 'APBN'), ('apbd', 'APBD/DDUB'), ('other', 'Lainnya')], max_length=10, verbose_name='sumber')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='keterangan')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='grants.phaseversion')),
            ],
            options={
                'ordering': ['version', 'id'],
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('kind'), name='phase_source_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='phase_source_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='PhaseBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', models.CharField(choices=[('fisik', 'Fisik'), ('ekonomi', 'Ekonomi'), ('pendidikan', 'Pendidikan'), ('kesehatan', 'Kesehatan'), ('operasional', 'Operasional')], max_length=12, verbose_name='bidang')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='grants.phaseversion')),
            ],
            options={
                'ordering': ['version', 'id'],
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('sector'), name='phase_budget_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='phase_budget_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='Allotment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('upk', 'Operasional UPK'), ('tpk', 'Operasional TPK')], max_length=3, verbose_name='untuk')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allotments', to='offices.village')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allotments', to='grants.phaseversion')),
            ],
            options={
                'ordering': ['version', 'id'],
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('village'), name='allotment_once_per_village'), models.UniqueConstraint(models.F('version'), condition=models.Q(('village__isnull', True)), name='allotment_one_of_the_upk'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='allotment_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'upk'), ('village__isnull', True)), models.Q(('kind', 'tpk'), ('village__isnull', False)), _connector='OR'), name='allotment_of_a_village_iff_tpk')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='nomor')),
                ('sector', models.CharField(choices=[('fisik', 'Fisik'), ('ekonomi', 'Ekonomi'), ('pendidikan', 'Pendidikan'), ('kesehatan', 'Kesehatan')], max_length=12, verbose_name='bidang')),
                ('title', models.CharField(max_length=150, verbose_name='judul usulan')),
                ('kind', models.CharField(max_length=80, verbose_name='jenis kegiatan')),
                ('location', models.CharField(max_length=150, verbose_name='lokasi (dusun, RT/RW)')),
                ('volume', models.CharField(blank=True, max_length=60, verbose_name='volume')),
                ('men', models.PositiveIntegerField(verbose_name='pemanfaat laki-laki')),
                ('women', models.PositiveIntegerField(verbose_name='pemanfaat perempuan')),
                ('poor', models.PositiveIntegerField(verbose_name='di antaranya warga miskin (RTM)')),
                ('asked', models.BigIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='dana yang diusulkan')),
                ('swadaya', models.BigIntegerField(verbose_name='swadaya')),
                ('background', models.TextField(blank=True, max_length=2000, verbose_name='latar belakang')),
                ('status', models.CharField(choices=[('P', 'Diusulkan'), ('V', 'Direkomendasikan'), ('N', 'Tidak direkomendasikan'), ('S', 'Dinilai'), ('A', 'Disetujui MAD'), ('T', 'Ditolak'), ('X', 'Ditarik desa')], default='P', editable=False, max_length=1)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='grants.phase')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='offices.village')),
            ],
            options={
                'ordering': ['-phase__year', 'number'],
                'indexes': [models.Index(models.F('village'), models.F('phase'), name='proposal_by_village')],
                'constraints': [models.UniqueConstraint(models.F('phase'), models.F('number'), name='proposal_number_once_in_phase'), models.CheckConstraint(condition=models.Q(('asked__gt', 0), ('swadaya__gte', 0)), name='proposal_asks_for_money'), models.CheckConstraint(condition=models.Q(('men__gt', 0), ('women__gt', 0), _connector='OR'), name='proposal_serves_somebody'), models.CheckConstraint(condition=models.Q(('poor__lte', django.db.models.expressions.CombinedExpression(models.F('men'), '+', models.F('women')))), name='proposal_poor_among_those_served')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='dana BLM')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('decree', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='grants.decree')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='ledger.submission')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='grants.proposal')),
            ],
            options={
                'ordering': ['-decree__decided_on', 'proposal__number'],
                'indexes': [models.Index(models.F('office'), models.F('proposal'), name='grant_by_proposal')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='grant_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('uang', 'Uang'), ('bahan', 'Bahan'), ('tenaga', 'Tenaga kerja'), ('lahan', 'Lahan')], max_length=6, verbose_name='bentuk')),
                ('given_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(verbose_name='nilai')),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='volume')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='satuan')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='uraian')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='grants.contribution')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='ledger.submission')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='grants.grant')),
            ],
            options={
                'ordering': ['given_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('amount', 0), ('replaces__isnull', False)), _connector='OR'), name='contribution_is_worth_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'uang'), ('quantity__isnull', True), ('unit', '')), models.Q(models.Q(('kind', 'uang'), _negated=True), ('quantity__gt', 0), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='contribution_counted_unless_money')],
            },
        ),
        migrations.CreateModel(
            name='GrantCancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='grants.grant')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='grant_cancelled_why')],
            },
        ),
        migrations.CreateModel(
            name='GrantTeam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='sejak')),
                ('bank', models.CharField(max_length=60, verbose_name='bank TPK')),
                ('bank_account', models.CharField(max_length=40, verbose_name='nomor rekening TPK')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.person', verbose_name='ketua TPK')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='grants.grant')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('secretary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.person', verbose_name='sekretaris TPK')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_teams', to='ledger.submission')),
                ('treasurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.person', verbose_name='bendahara TPK')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('chair', models.F('secretary')), _negated=True), models.Q(('chair', models.F('treasurer')), _negated=True), models.Q(('secretary', models.F('treasurer')), _negated=True)), name='grant_team_of_three_people')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='nomor SPPB')),
                ('signed_on', models.DateField(verbose_name='tanggal SPPB')),
                ('upk_signer', models.CharField(max_length=120, verbose_name='ditandatangani untuk UPK')),
                ('pjok_signer', models.CharField(max_length=120, verbose_name='PjOK')),
                ('contribution', models.BigIntegerField(default=0, verbose_name='swadaya yang disanggupi')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='offices.storedfile')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='grants.agreement')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='ledger.submission')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='grants.grant')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='grants.grantteam')),
            ],
            options={
                'ordering': ['grant', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('upk_signer', ''), _negated=True), models.Q(('pjok_signer', ''), _negated=True)), name='agreement_is_signed_by_all'), models.CheckConstraint(condition=models.Q(('contribution__gte', 0)), name='agreement_contribution_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=120, verbose_name='uraian')),
                ('amount', models.BigIntegerField(default=0, verbose_name='dari BLM')),
                ('contribution', models.BigIntegerField(default=0, verbose_name='dari swadaya')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='grants.agreement')),
            ],
            options={
                'ordering': ['agreement', 'position'],
                'constraints': [models.UniqueConstraint(models.F('agreement'), models.F('position'), name='budget_line_position_unique'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('contribution__gte', 0), models.Q(('amount__gt', 0), ('contribution__gt', 0), _connector='OR'), models.Q(('text', ''), _negated=True)), name='budget_line_holds_something')],
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measured_on', models.DateField(verbose_name='tanggal')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='kemajuan fisik (%)')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='alasan turun')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant_progress', to='offices.storedfile')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='grants.grant')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_progress', to='ledger.submission')),
            ],
            options={
                'ordering': ['measured_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', Decimal('100'))), name='progress_is_a_percentage')],
            },
        ),
        migrations.CreateModel(
            name='ProposalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, choices=[('P', 'Diusulkan'), ('V', 'Direkomendasikan'), ('N', 'Tidak direkomendasikan'), ('S', 'Dinilai'), ('A', 'Disetujui MAD'), ('T', 'Ditolak'), ('X', 'Ditarik desa')], max_length=1)),
                ('to_status', models.CharField(choices=[('P', 'Diusulkan'), ('V', 'Direkomendasikan'), ('N', 'Tidak direkomendasikan'), ('S', 'Dinilai'), ('A', 'Disetujui MAD'), ('T', 'Ditolak'), ('X', 'Ditarik desa')], max_length=1)),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='jumlah')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='alasan')),
                ('notes', models.TextField(blank=True, max_length=2000, verbose_name='catatan')),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='peringkat')),
                ('passed_over', models.PositiveSmallIntegerField(default=0, verbose_name='dilewati')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.decision', verbose_name='keputusan')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='grants.proposal')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposal_steps', to='ledger.submission')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('decision__isnull', False), ('to_status', 'A')), models.Q(('to_status', 'A'), _negated=True), _connector='OR'), name='proposal_approved_with_an_amount_by_a_decision'), models.CheckConstraint(condition=models.Q(('passed_over', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='proposal_step_passes_over_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='DocumentCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('form', models.CharField(max_length=6, verbose_name='formulir')),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('is_there', models.BooleanField(verbose_name='ada')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='grants.proposalstep')),
            ],
            options={
                'ordering': ['step', 'position'],
                'constraints': [models.UniqueConstraint(models.F('step'), models.F('position'), name='document_check_position_unique')],
            },
        ),
        migrations.CreateModel(
            name='ScoringSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('criterion_count', models.PositiveSmallIntegerField(verbose_name='jumlah kriteria')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scoring_sets', to='offices.office')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('since'), name='scoring_set_one_per_day'), models.CheckConstraint(condition=models.Q(('criterion_count__gte', 1)), name='scoring_set_has_criteria')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='kriteria')),
                ('source', models.CharField(choices=[('typed', 'Diisi Tim Verifikasi (0–100)'), ('poor', 'Warga miskin di antara pemanfaat'), ('swadaya', 'Swadaya di antara seluruh biaya'), ('levy', 'Iuran pemeliharaan yang terkumpul'), ('condition', 'Kondisi prasarana desa')], max_length=10, verbose_name='nilai dari')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='bobot')),
                ('scoring_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='grants.scoringset')),
            ],
            options={
                'ordering': ['scoring_set', 'position'],
                'constraints': [models.UniqueConstraint(models.F('scoring_set'), models.F('position'), name='criterion_position_unique'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='criterion_weight_is_a_percentage')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scored_on', models.DateField(verbose_name='tanggal penilaian')),
                ('total', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='nilai')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='grants.proposal')),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='score', to='grants.proposalstep')),
                ('scoring_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grants.scoringset')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('total__gte', 0), ('total__lte', 100)), name='score_total_is_of_hundred')],
            },
        ),
        migrations.CreateModel(
            name='ScoreLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='nilai')),
                ('basis', models.JSONField(default=dict, verbose_name='dasar')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grants.criterion')),
                ('score', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='grants.score')),
            ],
            options={
                'ordering': ['score', 'criterion__position'],
                'constraints': [models.UniqueConstraint(models.F('score'), models.F('criterion'), name='score_line_once'), models.CheckConstraint(condition=models.Q(('points__isnull', True), models.Q(('points__gte', 0), ('points__lte', 100)), _connector='OR'), name='score_line_points_are_of_hundred')],
            },
        ),
        migrations.CreateModel(
            name='Tranche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='tahap')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='persen')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tranches', to='grants.agreement')),
            ],
            options={
                'ordering': ['agreement', 'number'],
                'constraints': [models.UniqueConstraint(models.F('agreement'), models.F('number'), name='tranche_number_unique'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('number__gt', 0), ('percent__gt', 0)), name='tranche_is_a_part')],
            },
        ),
        migrations.CreateModel(
            name='GrantPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rpd', 'Rencana Penggunaan Dana (RPD)'), ('lpd', 'Laporan Penggunaan Dana (LPD)'), ('cek', 'Pemeriksaan lapangan'), ('mus', 'Musyawarah pertanggungjawaban'), ('akhir', 'Laporan akhir')], max_length=5, verbose_name='jenis')),
                ('made_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='jumlah')),
                ('percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='kemajuan fisik')),
                ('attendance', models.PositiveIntegerField(blank=True, null=True, verbose_name='peserta')),
                ('is_passed', models.BooleanField(blank=True, null=True, verbose_name='diterima')),
                ('made_by_name', models.CharField(blank=True, max_length=120, verbose_name='oleh')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='catatan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant_papers', to='offices.storedfile')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='grants.grant')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='grants.grantpaper')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_papers', to='ledger.submission')),
                ('tranche', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='grants.tranche')),
            ],
            options={
                'ordering': ['made_on', 'id'],
                'indexes': [models.Index(models.F('grant'), models.F('kind'), name='grant_paper_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind__in', ['rpd', 'lpd']), ('tranche__isnull', False)), models.Q(('amount', 0), ('kind', 'lpd'), ('replaces__isnull', False), ('tranche__isnull', False)), models.Q(('is_passed__isnull', False), ('kind', 'cek'), ('percent__gte', 0), ('percent__lte', 100), ('tranche__isnull', True)), models.Q(('attendance__gt', 0), ('is_passed__isnull', False), ('kind', 'mus'), ('tranche__isnull', True)), models.Q(('file__isnull', False), ('kind', 'akhir'), ('tranche__isnull', True)), _connector='OR'), name='grant_paper_says_what_its_kind_needs')],
            },
        ),
        migrations.CreateModel(
            name='GrantFinish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='finish', to='grants.grant')),
                ('infrastructure', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant_finish', to='maintenance.infrastructure')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_finishes', to='ledger.submission')),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='finish', to='grants.grantpaper')),
            ],
        ),
        migrations.CreateModel(
            name='PaperLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('budget_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='grants.budgetline')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='grants.grantpaper')),
            ],
            options={
                'ordering': ['paper', 'budget_line__position'],
                'constraints': [models.UniqueConstraint(models.F('paper'), models.F('budget_line'), name='paper_line_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='paper_line_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='PlanApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_on', models.DateField(verbose_name='tanggal persetujuan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='grants.grantpaper')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
        ),
        migrations.CreateModel(
            name='GrantMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('terima', 'Penerimaan dana'), ('tahap', 'Pencairan ke TPK'), ('modal', 'Menjadi modal dana bergulir'), ('operasional', 'Dana operasional'), ('kembali', 'Pengembalian dari TPK')], max_length=11, verbose_name='jenis')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('source', models.CharField(blank=True, choices=[('apbn', 'APBN'), ('apbd', 'APBD/DDUB'), ('other', 'Lainnya')], max_length=10, verbose_name='sumber')),
                ('allotment', models.CharField(blank=True, choices=[('upk', 'Operasional UPK'), ('tpk', 'Operasional TPK')], max_length=3, verbose_name='untuk')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grant_move', to='ledger.entry')),
                ('grant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='grants.grant')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_moves', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='grants.grantmove')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_moves', to='ledger.submission')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant_moves', to='offices.village')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='grants.phase')),
                ('tranche', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='grants.tranche')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('phase'), models.F('happened_on'), name='grant_move_by_phase')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='grant_move_sign_tells_a_reversal'), models.CheckConstraint(condition=models.Q(models.Q(('grant__isnull', True), ('kind', 'terima'), ('tranche__isnull', True), ('allotment', ''), ('village__isnull', True), models.Q(('source', ''), _negated=True)), models.Q(('grant__isnull', False), ('kind', 'tahap'), ('tranche__isnull', False), ('allotment', ''), ('source', ''), ('village__isnull', True)), models.Q(('grant__isnull', False), ('kind__in', ['modal', 'kembali']), ('tranche__isnull', True), ('allotment', ''), ('source', ''), ('village__isnull', True)), models.Q(('grant__isnull', True), ('kind', 'operasional'), ('source', ''), ('tranche__isnull', True), models.Q(models.Q(('allotment', 'upk'), ('village__isnull', True)), models.Q(('allotment', 'tpk'), ('village__isnull', False)), _connector='OR')), _connector='OR'), name='grant_move_names_what_its_kind_needs')],
            },
        ),
        migrations.CreateModel(
            name='TrancheRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tranche_rules', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('since'), name='tranche_rule_one_per_day')],
            },
        ),
        migrations.CreateModel(
            name='TrancheRulePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='tahap')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='persen')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='grants.trancherule')),
            ],
            options={
                'ordering': ['rule', 'number'],
                'constraints': [models.UniqueConstraint(models.F('rule'), models.F('number'), name='tranche_rule_part_number_unique'), models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='tranche_rule_part_is_a_part')],
            },
        ),
    ]
