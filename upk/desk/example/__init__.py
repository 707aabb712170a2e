"""The example office: UPK Kecamatan Kalijambe, from 2003 to the practice date in February 2010.

Villages, counts of groups, grants and the economic assets are what the office published
(domain.md 1); **names of people and groups, amounts of single loans and costs are invented**.

It is planned as pure data (``plan``) and then entered through the services that the screens use
(``load``), so that loading it is a test of them. The plan is the same each time.
"""

from upk.desk.example.load import load_example
from upk.desk.example.places import OFFICE_CODE, demo_accounts

__all__ = ["OFFICE_CODE", "demo_accounts", "load_example"]
