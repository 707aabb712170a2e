from django.apps import AppConfig


class DistrictConfig(AppConfig):
    name = "upk.desk.district"
    label = "district"
    verbose_name = "Meja kabupaten"
