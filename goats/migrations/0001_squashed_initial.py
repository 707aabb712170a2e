import django.db.models.deletion
import goats.rules.households
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('goats', '0001_initial'), ('goats', '0002_aid_from_surplus')]

    initial = True

    dependencies = [
        ('ledger', '0001_squashed_initial'),
        ('offices', '0001_squashed_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hamlet', models.CharField(blank=True, max_length=60, verbose_name='dusun')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='alamat')),
                ('proposed_by', models.CharField(max_length=100, verbose_name='diusulkan oleh')),
                ('registered_on', models.DateField(verbose_name='terdaftar sejak')),
                ('revision', models.PositiveSmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('proposed', 'Diusulkan'), ('waiting', 'Menunggu'), ('reached', 'Sudah dibantu'), ('graduated', 'Tidak miskin lagi'), ('moved', 'Pindah'), ('died', 'Meninggal'), ('void', 'Dibatalkan')], default=goats.rules.households.State['PROPOSED'], max_length=9, verbose_name='keadaan')),
                ('confirmed_on', models.DateField(null=True, verbose_name='ditetapkan')),
                ('need', models.PositiveSmallIntegerField(default=0, verbose_name='nilai kebutuhan')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='ledger.submission')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='offices.village')),
            ],
            options={
                'ordering': ['village__name', '-need', 'confirmed_on', 'id'],
                'indexes': [models.Index(fields=['village', 'state', '-need'], name='household_by_need')],
                'constraints': [models.CheckConstraint(condition=models.Q(('proposed_by', ''), _negated=True), name='household_proposed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Goat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('sex', models.CharField(choices=[('F', 'Betina'), ('M', 'Jantan')], max_length=1, verbose_name='jenis kelamin')),
                ('breed', models.CharField(max_length=40, verbose_name='ras')),
                ('origin', models.CharField(choices=[('bought', 'Dibeli'), ('born', 'Lahir')], max_length=6, verbose_name='asal')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='lahir')),
                ('generation', models.PositiveSmallIntegerField(verbose_name='keturunan ke-')),
                ('price', models.BigIntegerField(default=0, verbose_name='harga')),
                ('funding', models.CharField(blank=True, choices=[('surplus', 'Bagian RTM dari surplus'), ('replacement', 'Pengganti dari rumah tangga'), ('donation', 'Sumbangan'), ('other', 'Dana lain')], max_length=11, verbose_name='asal dana')),
                ('funding_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dana RTM tahun')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('office', 'Belum ditempatkan'), ('kept', 'Dipelihara'), ('died', 'Mati'), ('sold', 'Dijual'), ('lost', 'Hilang'), ('unfollowed', 'Tidak diikuti lagi'), ('void', 'Dibatalkan')], default='office', max_length=10, verbose_name='keadaan')),
                ('replacement_since', models.DateField(null=True)),
                ('due_on', models.DateField(null=True, verbose_name='jatuh tempo serah terima')),
                ('mother', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kids', to='goats.goat')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goats', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goats', to='ledger.submission')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goats', to='offices.village')),
                ('debtor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goats_owed', to='goats.household')),
                ('keeper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goats_kept', to='goats.household')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(models.F('office'), models.F('state'), models.F('due_on'), name='goat_by_state'), models.Index(models.F('office'), models.F('village'), models.F('state'), name='goat_by_village')],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('number'), name='goat_number_unique_in_office'), models.CheckConstraint(condition=models.Q(models.Q(('generation', 1), ('mother__isnull', True), ('origin', 'bought'), ('price__gte', 0), models.Q(('funding', ''), _negated=True)), models.Q(('born_on__isnull', False), ('funding', ''), ('funding_year__isnull', True), ('generation__gte', 2), ('mother__isnull', False), ('origin', 'born'), ('price', 0)), _connector='OR'), name='goat_bought_or_born'), models.CheckConstraint(condition=models.Q(models.Q(('funding', 'surplus'), ('funding_year__range', (2000, 2999))), models.Q(models.Q(('funding', 'surplus'), _negated=True), ('funding_year__isnull', True)), _connector='OR'), name='goat_paid_from_a_surplus_of_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('keeper__isnull', False), ('state', 'kept')), models.Q(models.Q(('state', 'kept'), _negated=True), ('keeper__isnull', True)), _connector='OR'), name='goat_kept_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='GoatEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('bought', 'Dibeli'), ('born', 'Lahir'), ('placed', 'Ditempatkan'), ('mated', 'Dikawinkan'), ('gave_birth', 'Beranak'), ('weaned', 'Disapih'), ('handed_on', 'Serah terima induk'), ('ill', 'Sakit'), ('died', 'Mati'), ('sold', 'Dijual'), ('lost', 'Hilang'), ('replaced', 'Diganti'), ('given', 'Anak diberikan'), ('unfollowed', 'Tidak diikuti lagi'), ('taken_back', 'Ditarik kantor'), ('released', 'Dibebaskan')], max_length=10, verbose_name='peristiwa')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('is_negligent', models.BooleanField(default=False, verbose_name='karena kelalaian')),
                ('cause', models.CharField(blank=True, max_length=150, verbose_name='sebab')),
                ('minutes', models.CharField(blank=True, max_length=60, verbose_name='nomor berita acara')),
                ('choice_reason', models.CharField(blank=True, max_length=150, verbose_name='alasan memilih')),
                ('reason', models.CharField(blank=True, max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('birth', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kids_born', to='goats.goatevent')),
                ('from_village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.village')),
                ('goat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='goats.goat')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replacement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='goats.goat')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goat_events', to='ledger.submission')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.village')),
                ('giver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goats_given', to='goats.household')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goat_events', to='goats.household')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('goat'), models.F('happened_on'), models.F('id'), name='goat_event_of_goat'), models.Index(models.F('office'), models.F('kind'), models.F('happened_on'), models.F('village'), models.F('from_village'), name='goat_event_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('giver__isnull', False), ('household__isnull', False), ('kind__in', ['handed_on', 'given']), models.Q(('household', models.F('giver')), _negated=True)), models.Q(('giver__isnull', False), ('household__isnull', True), ('kind', 'taken_back')), models.Q(models.Q(('kind__in', ['handed_on', 'given', 'taken_back']), _negated=True), ('giver__isnull', True)), _connector='OR'), name='goat_event_moves_from_one_to_another'), models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', True), ('kind__in', ['bought', 'taken_back'])), ('kind__in', ['ill', 'died', 'lost']), models.Q(models.Q(('kind__in', ['bought', 'taken_back']), _negated=True), ('household__isnull', False)), _connector='OR'), name='goat_event_at_a_household'), models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', True), ('village__isnull', True)), models.Q(('household__isnull', False), ('village__isnull', False)), _connector='OR'), name='goat_event_in_the_village_of_its_household'), models.CheckConstraint(condition=models.Q(models.Q(('from_village__isnull', True), ('giver__isnull', True)), models.Q(('from_village__isnull', False), ('giver__isnull', False)), _connector='OR'), name='goat_event_from_the_village_of_its_giver'), models.CheckConstraint(condition=models.Q(('is_negligent', False), models.Q(('household__isnull', False), ('kind__in', ['died', 'lost'])), _connector='OR'), name='goat_event_negligence_of_a_keeper'), models.CheckConstraint(condition=models.Q(models.Q(('birth__isnull', False), ('kind', 'born')), models.Q(models.Q(('kind', 'born'), _negated=True), ('birth__isnull', True)), _connector='OR'), name='goat_event_of_a_birth'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'replaced'), ('replacement__isnull', False)), models.Q(models.Q(('kind', 'replaced'), _negated=True), ('replacement__isnull', True)), _connector='OR'), name='goat_event_replaced_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['taken_back', 'released']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='goat_event_decided_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['died', 'lost', 'sold']), _negated=True), models.Q(('cause', ''), _negated=True), _connector='OR'), name='goat_event_end_has_its_cause')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessed_on', models.DateField(verbose_name='tanggal')),
                ('score', models.PositiveSmallIntegerField(verbose_name='nilai')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.checklist')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='goats.household')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['-assessed_on', '-id'],
                'indexes': [models.Index(models.F('household'), models.F('assessed_on'), models.F('id'), name='household_score_by_day')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField()),
                ('field', models.CharField(max_length=11)),
                ('before', models.CharField(blank=True, max_length=120, verbose_name='sebelumnya')),
                ('after', models.CharField(blank=True, max_length=120, verbose_name='menjadi')),
                ('changed_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='goats.household')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['-revision', 'id'],
                'constraints': [models.UniqueConstraint(models.F('household'), models.F('revision'), models.F('field'), name='household_change_told_once'), models.CheckConstraint(condition=models.Q(('revision__gte', 1), models.Q(('reason', ''), _negated=True)), name='household_change_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('spouse', 'Suami / istri'), ('child', 'Anak'), ('parent', 'Orang tua'), ('other', 'Famili lain')], max_length=6, verbose_name='hubungan')),
                ('since', models.DateField(verbose_name='sejak')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='goats.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HouseholdDeparture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='departure', to='goats.householdmember')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='household_member_left_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='goats.household')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(models.F('household'), models.F('file'), name='household_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmed', 'Ditetapkan musyawarah desa'), ('reached', 'Menerima bantuan pihak lain'), ('graduated', 'Tidak miskin lagi'), ('moved', 'Pindah'), ('died', 'Meninggal'), ('void', 'Salah catat')], max_length=9, verbose_name='langkah')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('minutes', models.CharField(blank=True, max_length=60, verbose_name='nomor berita acara')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='goats.household')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='household_steps', to='ledger.submission')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('household'), models.F('happened_on'), models.F('id'), name='household_step_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'confirmed'), models.Q(('minutes', ''), _negated=True)), models.Q(models.Q(('kind', 'confirmed'), _negated=True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='household_step_has_its_paper_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdStepReversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='goats.householdstep')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='household_step_reversed_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='goats.householdassessment')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.checklistitem')),
            ],
            options={
                'ordering': ['assessment', 'item__position'],
                'constraints': [models.UniqueConstraint(models.F('assessment'), models.F('item'), name='household_criterion_ticked_once')],
            },
        ),
        migrations.CreateModel(
            name='VillagePopulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('inhabitants', models.PositiveIntegerField(verbose_name='jumlah penduduk')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='populations', to='offices.village')),
            ],
            options={
                'ordering': ['village', '-year', '-id'],
                'indexes': [models.Index(models.F('village'), models.F('year'), name='village_population_by_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('inhabitants__range', (1, 1000000)), ('year__range', (1950, 2999))), name='village_population_is_one')],
            },
        ),
        migrations.CreateModel(
            name='EventReversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goat_reversals', to='ledger.submission')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='goats.goatevent')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='goat_event_reversed_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='GoatPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.storedfile')),
                ('goat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='goats.goat')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(models.F('goat'), models.F('file'), name='goat_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='HerdRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='berlaku mulai')),
                ('weaning_months', models.PositiveSmallIntegerField(verbose_name='umur sapih (bulan)')),
                ('gestation_days', models.PositiveSmallIntegerField(verbose_name='lama bunting (hari)')),
                ('first_birth_months', models.PositiveSmallIntegerField(verbose_name='umur beranak pertama (bulan)')),
                ('grace_days', models.PositiveSmallIntegerField(verbose_name='terlambat sesudah (hari)')),
                ('follows_kids', models.BooleanField(verbose_name='anak diikuti sesudah disapih')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='herd_rules', to='offices.office')),
            ],
            options={
                'ordering': ['-since', '-id'],
                'indexes': [models.Index(models.F('office'), models.F('since'), name='herd_rules_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('gestation_days__range', (120, 180)), ('weaning_months__range', (1, 12)), ('first_birth_months__range', (5, 36)), ('grace_days__range', (0, 365))), name='herd_rules_make_sense')],
            },
        ),
        migrations.CreateModel(
            name='AidPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='anggaran tahun')),
                ('number', models.PositiveSmallIntegerField(verbose_name='nomor')),
                ('purpose', models.CharField(max_length=100, verbose_name='keperluan')),
                ('made_on', models.DateField(verbose_name='tanggal')),
                ('line_count', models.PositiveSmallIntegerField()),
                ('total', models.BigIntegerField(verbose_name='jumlah')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_plans', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_plans', to='ledger.submission')),
            ],
            options={
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('year'), models.F('number'), name='aid_plan_number_unique'), models.CheckConstraint(condition=models.Q(('line_count__gt', 0), ('number__gt', 0), ('total__gt', 0), models.Q(('purpose', ''), _negated=True)), name='aid_plan_says_for_whom_and_what')],
            },
        ),
        migrations.CreateModel(
            name='AidLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('school_fees', 'Bantuan biaya sekolah'), ('groceries', 'Sembako'), ('goats', 'Kambing bergulir'), ('other', 'Bantuan lain')], max_length=11, verbose_name='jenis')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_lines', to='goats.household')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='goats.aidplan')),
            ],
            options={
                'ordering': ['plan', 'household__village__name', 'id'],
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('household'), models.F('kind'), name='aid_line_once_in_plan'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='aid_line_gives_something')],
            },
        ),
        migrations.CreateModel(
            name='AidHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handed_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(verbose_name='nilai')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_handovers', to='ledger.submission')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='goats.aidline')),
            ],
            options={
                'ordering': ['handed_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='aid_handover_of_something')],
            },
        ),
        migrations.CreateModel(
            name='AidMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('school_fees', 'Bantuan biaya sekolah'), ('groceries', 'Sembako'), ('goats', 'Kambing bergulir'), ('other', 'Bantuan lain')], max_length=11, verbose_name='jenis')),
                ('sort', models.CharField(choices=[('paid', 'Pembayaran'), ('returned', 'Uang kembali')], max_length=8, verbose_name='transaksi')),
                ('happened_on', models.DateField(verbose_name='tanggal')),
                ('amount', models.BigIntegerField(verbose_name='jumlah')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='aid_move', to='ledger.entry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_moves', to='offices.office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='goats.aidmove')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='aid_move', to='ledger.submission')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='goats.aidplan')),
            ],
            options={
                'ordering': ['happened_on', 'id'],
                'indexes': [models.Index(models.F('plan'), models.F('kind'), models.F('happened_on'), name='aid_move_by_plan')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='aid_move_sign_tells_a_reversal'), models.CheckConstraint(condition=models.Q(('kind', 'goats'), ('sort', 'returned'), _negated=True), name='aid_move_goats_are_not_returned')],
            },
        ),
        migrations.CreateModel(
            name='AidDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_approved', models.BooleanField(verbose_name='disetujui')),
                ('decided_on', models.DateField(verbose_name='tanggal')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='goats.aidplan')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('is_approved', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='aid_plan_refused_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='AidPlanEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_on', models.DateField(verbose_name='tanggal')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='goats.aidplan')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='aid_plan_ended_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='AidHandoverReversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=150, verbose_name='alasan')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('handover', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='goats.aidhandover')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.submission')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='aid_handover_reversed_for_a_reason')],
            },
        ),
    ]
