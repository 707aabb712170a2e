"""Running functions at the same moment, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def run_together(functions: list[Callable]) -> list:
    """Start all ``functions`` at once; give their results, or what they raised, in order.

    The test must be marked ``django_db(transaction=True)``.
    """
    start = Barrier(len(functions))

    def run(function: Callable):
        try:
            start.wait()
            return function()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))
