"""`studio web`: the pages by themselves."""

import argparse
import os
import threading
from dataclasses import replace

from sqlalchemy.exc import DBAPIError

from runtime.failures import RuntimeFailure
from runtime.settings import settings_from
from studio.commands.options import complain, port_option

SUMMARY = "Serves the studio's pages; a worker runs beside it."
EXAMPLE = "studio web --port 8000"
HOST = "127.0.0.1"
THREADS = 64  # waitress holds one for each slow reader; an operator must not wait for a supervisor's download


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port and kind of use."""
    port_option(parser, "the port on 127.0.0.1 (default: STUDIO_PORT, else 8000)")
    parser.add_argument("--demonstration", action="store_true", help="shows the demonstration people at sign-in")


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    import waitress

    from studio.application import create_app
    from studio.warming import warm

    try:
        settings = settings_from(os.environ, demonstration=arguments.demonstration)
        settings = replace(settings, port=arguments.port or settings.port)
        app = create_app(settings)
        server = waitress.create_server(app, host=HOST, port=settings.port, threads=THREADS)
    except (RuntimeFailure, DBAPIError) as failure:
        return complain(failure)
    except OSError as failure:
        return complain(f"{HOST}:{settings.port} cannot be served ({failure.strerror}); name another with --port")
    print(f"The studio is at http://{HOST}:{settings.port}/", flush=True)
    threading.Thread(target=warm, args=(app,), daemon=True).start()
    try:
        server.run()
    finally:
        server.close()
    return 0
