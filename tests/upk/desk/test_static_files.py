from upk.desk import static_files


def test_collect_does_nothing_a_second_time(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("body { margin: 0 }\n" * 100)
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = dict(settings.STORAGES)  # makes the storage read STATIC_ROOT anew

    first, second = static_files.collect(), static_files.collect()
    (source / "page.css").write_text("body { margin: 1px }\n" * 100)

    assert (first, second, static_files.collect()) == (True, False, True)
    assert len(list(settings.STATIC_ROOT.glob("page.*.css.gz"))) == 2
