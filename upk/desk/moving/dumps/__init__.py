"""Tables of the PHP applications that such offices use, made into the workbook of ``sheets``.

``files`` opens a dump or its CSV files, ``source``, ``sql_values`` and ``sql`` read SQL,
``delimited`` reads CSV, ``tables`` says which columns mean what, ``cells`` reads one cell. What is
wanted goes into ``store``, a database of its own that lies on disk, so that memory doesn't grow
with the dump. ``conversion`` makes the rows of the sheets from it, one module for each subject;
whatever doesn't add up, or isn't there, becomes one of the ``findings`` and is never guessed.
"""
