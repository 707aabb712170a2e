"""Imports point down, as pyproject.toml says."""

from importlinter.cli import lint_imports


def test_import_contracts_are_kept():
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0
