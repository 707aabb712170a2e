"""Criteria of poverty: a new kind of list, which offices that exist already start with too."""

from datetime import date

from django.db import migrations, models

from upk.offices.default_lists import HOUSEHOLD_CRITERIA

SINCE = date(2000, 1, 1)
"""Before the first household of any office that uses the program."""


def create_lists(apps, schema_editor):
    Checklist = apps.get_model("offices", "Checklist")
    ChecklistItem = apps.get_model("offices", "ChecklistItem")
    for office in apps.get_model("offices", "Office").objects.order_by("pk"):
        if Checklist.objects.filter(office=office, kind="household").exists():
            continue
        made = Checklist.objects.create(office=office, kind="household", since=SINCE)
        ChecklistItem.objects.bulk_create(
            ChecklistItem(checklist=made, position=position, text=text, weight=weight)
            for position, (text, weight) in enumerate(HOUSEHOLD_CRITERIA, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("offices", "0004_stored_files")]

    operations = [
        migrations.AlterField(
            model_name="checklist",
            name="kind",
            field=models.CharField(
                choices=[
                    ("papers", "Kelengkapan dokumen usulan"),
                    ("member", "Pertanyaan kepada calon pemanfaat"),
                    ("group", "Penilaian tingkat kelompok"),
                    ("household", "Kriteria rumah tangga miskin (RTM)"),
                ],
                max_length=10,
                verbose_name="daftar",
            ),
        ),
        migrations.RunPython(create_lists, migrations.RunPython.noop),
    ]
