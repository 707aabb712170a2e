"""Backup and restore: one archive with database and files, put back only into an empty place.

Decision 029 says why it is as it is; docs/operation.md how it is used.
"""
