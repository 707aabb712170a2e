import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("loans", "0001_initial"),
        ("loans", "0002_loan_points_to_its_submission"),
        ("loans", "0003_life_of_a_loan"),
        ("loans", "0004_fill_life_of_a_loan"),
        ("loans", "0005_life_of_a_loan_is_whole"),
        ("loans", "0006_verification"),
        ("loans", "0007_endings"),
        ("loans", "0008_waiting_list"),
        ("loans", "0009_paper_texts"),
        ("loans", "0010_index_of_reversals"),
        ("loans", "0011_member_repayments_and_rebates"),
        ("loans", "0012_arrears_work"),
        ("loans", "0013_letters_withdrawn"),
    ]

    initial = True

    dependencies = [
        ("groups", "0001_squashed_initial"),
        ("ledger", "0001_squashed_initial"),
        ("offices", "0001_squashed_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectibilitySet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="kode")),
                ("name", models.CharField(max_length=100, verbose_name="nama")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("months", "Bulan menunggak"),
                            ("days", "Hari menunggak"),
                            ("instalments", "Kali angsuran menunggak"),
                        ],
                        default="months",
                        max_length=12,
                        verbose_name="dasar",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collectibility_sets",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("office"), models.F("code"), name="collectibility_set_code_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectibilityClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=5, verbose_name="kelas")),
                ("name", models.CharField(max_length=50, verbose_name="nama")),
                ("lower", models.PositiveIntegerField(verbose_name="dari")),
                (
                    "upper",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="sampai"),
                ),
                (
                    "provision",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="cadangan (%)"
                    ),
                ),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="loans.collectibilityset",
                    ),
                ),
            ],
            options={
                "ordering": ["set", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("set"),
                        models.F("position"),
                        name="collectibility_class_position_unique",
                    ),
                    models.UniqueConstraint(
                        models.F("set"), models.F("code"), name="collectibility_class_code_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provision__gte", 0), ("provision__lte", 100)),
                        name="collectibility_provision_is_a_percentage",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z0-9][A-Z0-9.\\-]*\\Z",
                                "Kode memakai huruf besar, angka, titik, dan tanda hubung.",
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nama")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("SPP", "SPP (Simpan Pinjam Perempuan)"),
                            ("UEP", "UEP (Usaha Ekonomi Produktif)"),
                            ("LAIN", "Lainnya"),
                        ],
                        max_length=5,
                        verbose_name="jenis kelompok",
                    ),
                ),
                ("women_only", models.BooleanField(default=False, verbose_name="khusus perempuan")),
                ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
                (
                    "cash",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "interest_income",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="offices.office",
                    ),
                ),
                (
                    "penalty_income",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "receivable",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "allowance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "provision_expense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "rebate_expense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "recovery_income",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "rescheduling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "ordering": ["-women_only", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("office"), models.F("code"), name="product_code_unique_in_office"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("20")),
                        ],
                        verbose_name="jasa (% per bulan)",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("flat", "Flat (tetap)"),
                            ("declining", "Menurun"),
                            ("annuity", "Anuitas"),
                        ],
                        default="flat",
                        max_length=10,
                        verbose_name="cara hitung jasa",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[("month", "Bulanan"), ("week", "Mingguan")],
                        default="month",
                        max_length=5,
                        verbose_name="jadwal",
                    ),
                ),
                (
                    "tenor",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="jangka",
                    ),
                ),
                (
                    "principal_every",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="pokok setiap (0: di akhir)"
                    ),
                ),
                (
                    "interest_every",
                    models.PositiveSmallIntegerField(default=1, verbose_name="jasa setiap"),
                ),
                (
                    "grace",
                    models.PositiveSmallIntegerField(default=0, verbose_name="tenggang pokok"),
                ),
                (
                    "rounding_step",
                    models.PositiveIntegerField(default=1, verbose_name="pembulatan ke"),
                ),
                (
                    "rounding",
                    models.CharField(
                        choices=[
                            ("nearest", "Terdekat"),
                            ("up", "Selalu ke atas"),
                            ("down", "Selalu ke bawah"),
                        ],
                        default="nearest",
                        max_length=8,
                        verbose_name="cara pembulatan",
                    ),
                ),
                (
                    "payment_order",
                    models.CharField(
                        choices=[
                            ("interest_first", "Jasa, tunggakan pokok, pokok"),
                            ("principal_first", "Tunggakan pokok, pokok, jasa"),
                        ],
                        default="interest_first",
                        max_length=16,
                        verbose_name="urutan pembayaran",
                    ),
                ),
                (
                    "cutoff_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(31)],
                        verbose_name="tanggal batas pencairan",
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="nomor pinjaman")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("P", "Usulan"),
                            ("V", "Terverifikasi"),
                            ("W", "Menunggu pencairan"),
                            ("A", "Aktif"),
                            ("L", "Lunas"),
                            ("R", "Dijadwal ulang"),
                            ("H", "Dihapus"),
                            ("T", "Ditolak"),
                            ("X", "Batal"),
                        ],
                        default="P",
                        max_length=1,
                        verbose_name="status",
                    ),
                ),
                ("principal", models.BigIntegerField(verbose_name="alokasi")),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="tanggal persetujuan"),
                ),
                (
                    "payment_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(31)],
                        verbose_name="tanggal angsuran",
                    ),
                ),
                (
                    "disbursed_on",
                    models.DateField(blank=True, null=True, verbose_name="tanggal cair"),
                ),
                (
                    "disbursement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="groups.group",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="offices.office",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="loans.product",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="ledger.submission",
                    ),
                ),
                ("carried_interest", models.BigIntegerField(default=0, verbose_name="jasa bawaan")),
                ("proposed_on", models.DateField(verbose_name="tanggal usulan")),
                (
                    "rescheduled_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rescheduled_to",
                        to="loans.loan",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.decision",
                        verbose_name="keputusan",
                    ),
                ),
                (
                    "rounds_per_member",
                    models.BooleanField(
                        default=False, verbose_name="angsuran dibulatkan per pemanfaat"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "indexes": [
                    models.Index(models.F("office"), models.F("status"), name="loan_by_status")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("office"), models.F("code"), name="loan_code_unique_in_office"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal__gt", 0)), name="loan_principal_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("disbursed_on__isnull", True),
                                ("disbursement__isnull", True),
                                ("status__in", ["P", "V", "W", "T"]),
                            ),
                            models.Q(
                                ("disbursed_on__isnull", False),
                                ("disbursement__isnull", False),
                                models.Q(("status__in", ["P", "V", "W", "T"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="loan_disbursed_iff_its_status_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disbursed_on__isnull", True),
                            ("disbursed_on__gte", models.F("approved_on")),
                            _connector="OR",
                        ),
                        name="loan_disbursed_after_approval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_on__isnull", True), ("status__in", ["P", "V"])),
                            ("status", "T"),
                            models.Q(
                                models.Q(("status__in", ["P", "V", "T"]), _negated=True),
                                ("approved_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="loan_approved_iff_its_status_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_on__isnull", True),
                            ("approved_on__gte", models.F("proposed_on")),
                            _connector="OR",
                        ),
                        name="loan_approved_after_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_interest", 0),
                            models.Q(
                                ("carried_interest__gt", 0), ("rescheduled_from__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="loan_carries_interest_of_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(verbose_name="ke")),
                ("due_on", models.DateField(verbose_name="jatuh tempo")),
                ("principal", models.BigIntegerField(verbose_name="pokok")),
                ("interest", models.BigIntegerField(verbose_name="jasa")),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="loans.loan",
                    ),
                ),
            ],
            options={
                "ordering": ["loan", "n"],
                "indexes": [models.Index(models.F("due_on"), name="instalment_by_due_date")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("loan"), models.F("n"), name="instalment_number_unique"
                    ),
                    models.UniqueConstraint(
                        models.F("loan"), models.F("due_on"), name="instalment_due_date_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interest__gte", 0), ("principal__gte", 0)),
                        name="instalment_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("P", "Usulan"),
                            ("V", "Terverifikasi"),
                            ("W", "Menunggu pencairan"),
                            ("A", "Aktif"),
                            ("L", "Lunas"),
                            ("R", "Dijadwal ulang"),
                            ("H", "Dihapus"),
                            ("T", "Ditolak"),
                            ("X", "Batal"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("P", "Usulan"),
                            ("V", "Terverifikasi"),
                            ("W", "Menunggu pencairan"),
                            ("A", "Aktif"),
                            ("L", "Lunas"),
                            ("R", "Dijadwal ulang"),
                            ("H", "Dihapus"),
                            ("T", "Ditolak"),
                            ("X", "Batal"),
                        ],
                        max_length=1,
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="tanggal")),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="alasan")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="loans.loan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="jumlah")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.decision",
                        verbose_name="keputusan",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ProductTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("20")),
                        ],
                        verbose_name="jasa (% per bulan)",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("flat", "Flat (tetap)"),
                            ("declining", "Menurun"),
                            ("annuity", "Anuitas"),
                        ],
                        default="flat",
                        max_length=10,
                        verbose_name="cara hitung jasa",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[("month", "Bulanan"), ("week", "Mingguan")],
                        default="month",
                        max_length=5,
                        verbose_name="jadwal",
                    ),
                ),
                (
                    "tenor",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(260),
                        ],
                        verbose_name="jangka",
                    ),
                ),
                (
                    "principal_every",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="pokok setiap (0: di akhir)"
                    ),
                ),
                (
                    "interest_every",
                    models.PositiveSmallIntegerField(default=1, verbose_name="jasa setiap"),
                ),
                (
                    "grace",
                    models.PositiveSmallIntegerField(default=0, verbose_name="tenggang pokok"),
                ),
                (
                    "rounding_step",
                    models.PositiveIntegerField(default=1, verbose_name="pembulatan ke"),
                ),
                (
                    "rounding",
                    models.CharField(
                        choices=[
                            ("nearest", "Terdekat"),
                            ("up", "Selalu ke atas"),
                            ("down", "Selalu ke bawah"),
                        ],
                        default="nearest",
                        max_length=8,
                        verbose_name="cara pembulatan",
                    ),
                ),
                (
                    "payment_order",
                    models.CharField(
                        choices=[
                            ("interest_first", "Jasa, tunggakan pokok, pokok"),
                            ("principal_first", "Tunggakan pokok, pokok, jasa"),
                        ],
                        default="interest_first",
                        max_length=16,
                        verbose_name="urutan pembayaran",
                    ),
                ),
                (
                    "cutoff_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(31)],
                        verbose_name="tanggal batas pencairan",
                    ),
                ),
                ("since", models.DateField(verbose_name="berlaku mulai")),
                (
                    "collectibility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loans.collectibilityset",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="loans.product",
                    ),
                ),
            ],
            options={
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("product"), models.F("since"), name="product_terms_one_per_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Repayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cash", "Angsuran"),
                            ("opening", "Dibayar sebelum pindahan"),
                            ("rescheduled", "Dijadwal ulang"),
                            ("written_off", "Dihapus"),
                            ("death", "Meninggal"),
                            ("waived", "Jasa dibebaskan"),
                            ("reversal", "Pembatalan"),
                        ],
                        default="cash",
                        max_length=12,
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="tanggal")),
                ("principal", models.BigIntegerField(verbose_name="pokok")),
                ("interest", models.BigIntegerField(verbose_name="jasa")),
                ("penalty", models.BigIntegerField(default=0, verbose_name="denda")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="alasan")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayment",
                        to="ledger.entry",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayments",
                        to="loans.loan",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayments",
                        to="offices.office",
                    ),
                ),
                (
                    "paid_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="penyetor",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="loans.repayment",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayments",
                        to="ledger.submission",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.decision",
                        verbose_name="keputusan",
                    ),
                ),
                ("is_payment", models.BooleanField(default=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="pemanfaat",
                    ),
                ),
            ],
            options={
                "ordering": ["paid_on", "id"],
                "indexes": [
                    models.Index(models.F("office"), models.F("paid_on"), name="repayment_by_date"),
                    models.Index(
                        models.F("reverses"),
                        condition=models.Q(("reverses__isnull", False)),
                        name="repayment_by_target",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            models.Q(
                                models.Q(("kind", "reversal"), _negated=True),
                                ("reverses__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="repayment_reverses_iff_reversal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("interest__lte", 0),
                                ("kind", "reversal"),
                                ("penalty__lte", 0),
                                ("principal__lte", 0),
                            ),
                            models.Q(
                                models.Q(("kind", "reversal"), _negated=True),
                                ("interest__gte", 0),
                                ("penalty__gte", 0),
                                ("principal__gte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="repayment_amounts_have_one_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interest", 0), ("penalty", 0), ("principal", 0), _negated=True
                        ),
                        name="repayment_moves_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "reversal"),
                            models.Q(("is_payment", True), ("kind__in", ["cash", "opening"])),
                            models.Q(
                                models.Q(("kind__in", ["cash", "opening"]), _negated=True),
                                ("is_payment", False),
                            ),
                            _connector="OR",
                        ),
                        name="repayment_is_payment_iff_its_kind_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entry__isnull", False),
                            models.Q(("is_payment", False), ("penalty", 0), ("principal", 0)),
                            _connector="OR",
                        ),
                        name="repayment_without_entry_is_forgiven_interest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_payment", True), ("penalty", 0), _connector="OR"),
                        name="repayment_forgiven_has_no_penalty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("principal", models.BigIntegerField(verbose_name="alokasi")),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="loans.loan",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="offices.person",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("loan"), models.F("person"), name="share_one_per_member"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal__gt", 0)), name="share_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LendingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="berlaku mulai")),
                (
                    "min_members",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pemanfaat paling sedikit"
                    ),
                ),
                (
                    "max_members",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pemanfaat paling banyak"
                    ),
                ),
                (
                    "max_share",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="paling banyak per pemanfaat"
                    ),
                ),
                (
                    "max_beginner",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="paling banyak, kelompok pemula"
                    ),
                ),
                (
                    "max_growing",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="paling banyak, kelompok berkembang"
                    ),
                ),
                (
                    "max_mature",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="paling banyak, kelompok matang"
                    ),
                ),
                (
                    "full_interest_when_early",
                    models.BooleanField(default=True, verbose_name="jasa penuh bila lunas awal"),
                ),
                (
                    "rebate_timing",
                    models.CharField(
                        choices=[
                            ("never", "Tidak ada"),
                            ("instalment", "Setiap angsuran"),
                            ("settlement", "Saat lunas"),
                        ],
                        default="never",
                        max_length=10,
                        verbose_name="IPTW dibayar",
                    ),
                ),
                (
                    "rebate_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        verbose_name="IPTW (% dari jasa)",
                    ),
                ),
                (
                    "rebate_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="toleransi hari"),
                ),
                (
                    "waiting_order",
                    models.CharField(
                        choices=[
                            ("date", "Tanggal persetujuan"),
                            ("priority", "Desa prioritas, lalu tanggal persetujuan"),
                        ],
                        default="date",
                        max_length=10,
                        verbose_name="urutan daftar tunggu",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="loans.product",
                    ),
                ),
                (
                    "cash_reserve",
                    models.BigIntegerField(default=0, verbose_name="saldo yang tidak dipinjamkan"),
                ),
                (
                    "rounds_per_member",
                    models.BooleanField(
                        default=False, verbose_name="angsuran dibulatkan per pemanfaat"
                    ),
                ),
            ],
            options={
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("product"), models.F("since"), name="lending_rules_one_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rebate_percent__gte", 0), ("rebate_percent__lte", 100)
                        ),
                        name="lending_rules_rebate_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cash_reserve__gte", 0)),
                        name="lending_rules_reserve_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LendingCeiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("class_code", models.CharField(max_length=5, verbose_name="kelas terburuk")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="% dari pinjaman lalu"
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ceilings",
                        to="loans.lendingrules",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("rules"),
                        models.F("class_code"),
                        name="lending_ceiling_one_per_class",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("principal", models.BigIntegerField(verbose_name="pokok")),
                ("interest", models.BigIntegerField(verbose_name="jasa")),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reliefs",
                        to="loans.instalment",
                    ),
                ),
                (
                    "repayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reliefs",
                        to="loans.repayment",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("repayment"),
                        models.F("instalment"),
                        name="relief_once_per_instalment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("interest__gte", 0), ("principal__gte", 0)),
                            models.Q(("interest__lte", 0), ("principal__lte", 0)),
                            _connector="OR",
                        ),
                        name="relief_has_one_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interest", 0), ("principal", 0), _negated=True),
                        name="relief_forgives_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="jumlah")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="loans.loanstep",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("step"), models.F("person"), name="step_share_one_per_member"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="step_share_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberVerification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identity_matches",
                    models.BooleanField(verbose_name="KTP asli dilihat dan cocok"),
                ),
                (
                    "income",
                    models.BigIntegerField(verbose_name="pendapatan rumah tangga per bulan"),
                ),
                ("cost", models.BigIntegerField(verbose_name="biaya rumah tangga per bulan")),
                ("recommended", models.BigIntegerField(verbose_name="rekomendasi")),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="catatan")),
                ("checked_at", models.DateTimeField(auto_now=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_checks",
                        to="loans.loan",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("loan"),
                        models.F("person"),
                        name="member_verification_one_per_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost__gte", 0), ("income__gte", 0), ("recommended__gte", 0)
                        ),
                        name="member_verification_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_yes", models.BooleanField(verbose_name="jawaban")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.checklistitem",
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="loans.memberverification",
                    ),
                ),
            ],
            options={
                "ordering": ["item__position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("verification"),
                        models.F("item"),
                        name="member_answer_one_per_item",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("C", "Cukup"), ("K", "Kurang"), ("TA", "Tidak ada")],
                        max_length=2,
                        verbose_name="status",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.checklistitem",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_checks",
                        to="loans.loan",
                    ),
                ),
            ],
            options={
                "ordering": ["item__position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("loan"), models.F("item"), name="paper_check_one_per_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="tanggal")),
                ("amount", models.BigIntegerField(verbose_name="jumlah")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="alasan")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery",
                        to="ledger.entry",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="offices.office",
                    ),
                ),
                (
                    "paid_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="penyetor",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="loans.recovery",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="ledger.submission",
                    ),
                ),
                (
                    "write_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="loans.repayment",
                        verbose_name="penghapusan",
                    ),
                ),
            ],
            options={
                "ordering": ["paid_on", "id"],
                "indexes": [
                    models.Index(models.F("office"), models.F("paid_on"), name="recovery_by_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="recovery_is_negative_iff_it_reverses",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chosen_on", models.DateField(verbose_name="tanggal")),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="alasan")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "first_by_rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loans.loan",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="loans.loan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("loan", models.F("first_by_rule")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="waiting_choice_departs_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paper", models.CharField(max_length=40, verbose_name="dokumen")),
                ("since", models.DateField(verbose_name="berlaku mulai")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="judul")),
                (
                    "number_format",
                    models.CharField(blank=True, max_length=120, verbose_name="bentuk nomor"),
                ),
                ("body", models.TextField(blank=True, verbose_name="naskah")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_texts",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["paper", "-since", "-id"],
                "indexes": [
                    models.Index(
                        models.F("office"),
                        models.F("paper"),
                        models.F("since"),
                        name="paper_text_by_paper",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RebateApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("interest", models.BigIntegerField(verbose_name="jasa dibayar")),
                ("amount", models.BigIntegerField(verbose_name="IPTW")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("approved_on", models.DateField(verbose_name="tanggal persetujuan")),
                (
                    "instalment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loans.instalment",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loans.loan",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebate_approvals",
                        to="ledger.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), ("interest__gte", models.F("amount"))
                        ),
                        name="rebate_approval_is_part_of_the_interest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rebate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("interest", models.BigIntegerField(verbose_name="jasa dibayar")),
                ("amount", models.BigIntegerField(verbose_name="IPTW")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("paid_on", models.DateField(verbose_name="tanggal")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="alasan")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebate",
                        to="ledger.entry",
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loans.instalment",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loans.loan",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebates",
                        to="offices.office",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="loans.rebate",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebates",
                        to="ledger.submission",
                    ),
                ),
                (
                    "approval",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebate",
                        to="loans.rebateapproval",
                    ),
                ),
            ],
            options={
                "ordering": ["paid_on", "id"],
                "indexes": [
                    models.Index(models.F("office"), models.F("paid_on"), name="rebate_by_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                ("approval__isnull", False),
                                ("interest__gt", 0),
                                ("reverses__isnull", True),
                            ),
                            models.Q(
                                ("amount__lt", 0),
                                ("approval__isnull", True),
                                ("interest__lt", 0),
                                ("reverses__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rebate_is_approved_or_reverses",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberRepayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("principal", models.BigIntegerField(verbose_name="pokok")),
                ("interest", models.BigIntegerField(verbose_name="jasa")),
                ("penalty", models.BigIntegerField(default=0, verbose_name="denda")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="pemanfaat",
                    ),
                ),
                (
                    "repayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_parts",
                        to="loans.repayment",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("repayment"), models.F("person"), name="member_repayment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("interest__gte", 0), ("penalty__gte", 0), ("principal__gte", 0)
                            ),
                            models.Q(
                                ("interest__lte", 0), ("penalty__lte", 0), ("principal__lte", 0)
                            ),
                            _connector="OR",
                        ),
                        name="member_repayment_has_one_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interest", 0), ("penalty", 0), ("principal", 0), _negated=True
                        ),
                        name="member_repayment_pays_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArrearsContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Kunjungan"),
                            ("call", "Telepon"),
                            ("meeting", "Pertemuan"),
                            ("void", "Catatan dibatalkan"),
                        ],
                        default="visit",
                        max_length=8,
                        verbose_name="jenis",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="tanggal")),
                (
                    "met",
                    models.CharField(blank=True, max_length=120, verbose_name="bertemu dengan"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                (
                    "promised_on",
                    models.DateField(blank=True, null=True, verbose_name="janji bayar tanggal"),
                ),
                (
                    "promised_amount",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="jumlah yang dijanjikan"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="loans.arrearscontact",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="loans.loan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-id"],
                "indexes": [
                    models.Index(models.F("loan"), models.F("happened_on"), name="contact_by_loan")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("promised_amount__isnull", True), ("promised_on__isnull", True)
                            ),
                            models.Q(
                                ("promised_amount__gt", 0),
                                ("promised_on__gte", models.F("happened_on")),
                            ),
                            _connector="OR",
                        ),
                        name="contact_promise_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "void"), _negated=True),
                            models.Q(("corrects__isnull", False), ("promised_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="contact_cancelled_promises_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArrearsLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="surat ke")),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("number", models.PositiveIntegerField(verbose_name="nomor")),
                ("issued_on", models.DateField(verbose_name="tanggal")),
                ("late_since", models.DateField(verbose_name="menunggak sejak")),
                ("oldest_due", models.DateField(verbose_name="jatuh tempo tertua")),
                ("months_late", models.PositiveSmallIntegerField(verbose_name="bulan menunggak")),
                ("principal", models.BigIntegerField(verbose_name="tunggakan pokok")),
                ("interest", models.BigIntegerField(verbose_name="tunggakan jasa")),
                ("outstanding", models.BigIntegerField(verbose_name="saldo pokok")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="alasan")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="loans.loan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrears_letters",
                        to="offices.office",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrears_letters",
                        to="ledger.submission",
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(default=1, verbose_name="terbitan ke"),
                ),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("office"),
                        models.F("year"),
                        models.F("number"),
                        name="letter_number_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)),
                        name="letter_level_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interest__gte", 0),
                            ("principal__gte", 0),
                            models.Q(("interest", 0), ("principal", 0), _negated=True),
                            ("late_since__lte", models.F("issued_on")),
                            ("oldest_due__lt", models.F("issued_on")),
                        ),
                        name="letter_is_about_arrears",
                    ),
                    models.UniqueConstraint(
                        models.F("loan"),
                        models.F("late_since"),
                        models.F("level"),
                        models.F("edition"),
                        name="letter_edition_once_a_spell",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="berlaku mulai")),
                (
                    "unit",
                    models.CharField(
                        choices=[("months", "Bulan menunggak"), ("days", "Hari menunggak")],
                        default="months",
                        max_length=10,
                        verbose_name="dihitung dalam",
                    ),
                ),
                (
                    "first_after",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="surat pertama setelah"
                    ),
                ),
                (
                    "second_after",
                    models.PositiveSmallIntegerField(default=2, verbose_name="surat kedua setelah"),
                ),
                (
                    "third_after",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="surat ketiga setelah"
                    ),
                ),
                (
                    "days_between",
                    models.PositiveSmallIntegerField(
                        default=14, verbose_name="jarak antarsurat paling sedikit"
                    ),
                ),
                ("reminder", models.TextField(max_length=1000, verbose_name="pesan pengingat")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_rules",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-id"],
                "indexes": [
                    models.Index(
                        models.F("office"), models.F("since"), name="collection_rules_by_day"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_after__gte", 1),
                            ("second_after__gte", models.F("first_after")),
                            ("third_after__gte", models.F("second_after")),
                        ),
                        name="collection_rules_letters_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_on", models.DateField(verbose_name="tanggal")),
                ("reason", models.CharField(max_length=200, verbose_name="alasan")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="loans.arrearsletter",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_withdrawals",
                        to="ledger.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="letter_withdrawal_says_why",
                    )
                ],
            },
        ),
    ]
