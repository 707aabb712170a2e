"""Offices that exist already get the lists that a new office starts with."""

from datetime import date

from django.db import migrations

from upk.offices.default_lists import DEFAULT_LISTS

SINCE = date(2000, 1, 1)
"""Before the first proposal of any office that uses the program."""


def create_lists(apps, schema_editor):
    Checklist = apps.get_model("offices", "Checklist")
    ChecklistItem = apps.get_model("offices", "ChecklistItem")
    for office in apps.get_model("offices", "Office").objects.order_by("pk"):
        for kind, items in DEFAULT_LISTS.items():
            if Checklist.objects.filter(office=office, kind=kind).exists():
                continue
            made = Checklist.objects.create(office=office, kind=kind, since=SINCE)
            ChecklistItem.objects.bulk_create(
                ChecklistItem(checklist=made, position=position, text=text, weight=weight)
                for position, (text, weight) in enumerate(items, start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_decisions_and_checklists")]

    operations = [migrations.RunPython(create_lists, migrations.RunPython.noop)]
