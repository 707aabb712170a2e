"""The WSGI entry point that the server loads."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upk.settings")

PR_SET_PDEATHSIG = 1
"""Number of the request of Linux's ``prctl``: the signal to get when the parent ends."""

if multiprocessing.parent_process() is not None:
    # One of several worker processes. Ctrl-C must reach the server alone, which then ends its
    # workers: one that gets both signals at once hangs until it is killed.
    os.setpgid(0, 0)
    if sys.platform == "linux":
        # A server that is killed alone must not leave its workers behind: they would go on
        # answering, and keep the port from the server that is started in its place.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != multiprocessing.parent_process().pid:  # it died a moment ago
            os.kill(os.getpid(), signal.SIGKILL)

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 -- loads all views now, not at the first request
import_string("upk.desk.tidying.throw_away_tomorrow")()
# What is loaded by now stays for good: the garbage collector needn't walk through it again and
# again while requests are served (a tenth of their time).
gc.collect()
gc.freeze()
