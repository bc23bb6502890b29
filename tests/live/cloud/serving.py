"""Serves one OpenStack application on a socket that the parent opened; runs in the live environment.

Arguments: ``keystone`` or ``glance``, and the descriptor of the listening socket.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
THREADS = 8


def end_with_parent() -> None:
    """Ask Linux for SIGTERM when the starting process dies, however it dies; elsewhere the parent's exit does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit("the parent is gone already")


def write_lock_first() -> None:
    """Let SQLite transactions take the write lock at their beginning.

    A plain BEGIN becomes a writer later, and two such upgrades at once end in "database is locked".
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def _immediate(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> Any:
        return ("BEGIN IMMEDIATE" if statement == "BEGIN" else statement), parameters


def forget_last_request(application: Application) -> Application:
    """Let a thread begin each request without the context of its last one.

    Keystone caches in that context, so that a revoked token would live on in threads that have seen it.
    """
    from oslo_context.context import RequestContext

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        RequestContext(overwrite=True)
        return application(environ, start_response)

    return answer


def serve(name: str, descriptor: int) -> None:
    """Serve until SIGTERM, with one worker process of several threads that streams uploads."""
    from gunicorn.app.base import BaseApplication

    class Served(BaseApplication):
        def load_config(self) -> None:
            options = {
                "bind": f"fd://{descriptor}",
                "worker_class": "gthread",
                "threads": THREADS,
                "timeout": 600,
                "graceful_timeout": 1,
                "keepalive": 30,
                "control_socket_disable": True,
            }
            for option, value in options.items():
                self.cfg.set(option, value)

        def load(self) -> Any:
            write_lock_first()
            return forget_last_request(importlib.import_module(f"{name}.wsgi.api").application)

    Served().run()


if __name__ == "__main__":
    end_with_parent()
    service, listening = sys.argv[1], int(sys.argv[2])
    # Keystone's application reads the command line as its own.
    sys.argv = sys.argv[:1]
    warnings.simplefilter("ignore")
    serve(service, listening)
