"""The WSGI entry point that the server loads."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upk.settings")

if multiprocessing.parent_process() is not None:
    # One of several worker processes. Ctrl-C must reach the server alone, which then ends its
    # workers: one that gets both signals at once hangs until it is killed.
    os.setpgid(0, 0)

application = get_wsgi_application()
