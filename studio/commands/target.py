"""`studio target`: the practice CHS and CONNECT by themselves."""

import argparse
import errno
from pathlib import Path

from mapping_dsl import exact_json
from studio.commands.options import complain, library_option, port_option
from studio.practice_target.faults import Fault, FaultUnreadable, read_faults
from studio.practice_target.serving import TargetServer

SUMMARY = "Runs the practice CHS and CONNECT, which take records and fail on request."
EXAMPLE = "studio target --port 8010 --faults faults.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, faults and the file that keeps the records."""
    library_option(parser)
    port_option(parser, "the port on 127.0.0.1 (default: 8010)", default=8010)
    parser.add_argument(
        "--faults",
        metavar="FILE",
        type=Path,
        help='faults as JSON: [{"kind": "refuse" | "time out" | "drop" | "error" | "slow",'
        ' "record": "chs.incident", "times": 3, "seconds": 5}]; POST /faults changes them later',
    )
    parser.add_argument("--store", metavar="FILE", type=Path, default=Path("instance/practice-target.sqlite"))


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    try:
        server = TargetServer(arguments.store, Path(arguments.library), arguments.port, _faults(arguments.faults))
    except OSError as failure:
        if failure.errno == errno.EADDRINUSE:
            return complain(f"port {arguments.port} of 127.0.0.1 is taken by another program; name a free one")
        return complain(failure)
    except ValueError as failure:
        return complain(failure)
    print(f"The practice CHS and CONNECT are at http://127.0.0.1:{server.port}/")
    try:
        server.serve()
    finally:
        server.stop()
    return 0


def _faults(file: Path | None) -> list[Fault]:
    if file is None:
        return []
    try:
        asked = exact_json.loads(file.read_bytes())
    except ValueError as error:
        raise FaultUnreadable(file.name) from error
    return read_faults(asked)
