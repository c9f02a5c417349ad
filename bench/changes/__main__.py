"""How well changed forms and layouts never seen are read, printed as tables.

    python -m bench.changes [--half tuning|held-out] [--seed N] [--count N] [--only KIND] [--library FOLDER]
                            [--worst K] [--keep FOLDER] [--docs]

Of the half `held-out` nothing but figures is printed: `--worst` and `--keep` are for the half `tuning`.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import mapping_dsl
from bench.changes import page
from bench.changes.changing import Kind
from bench.changes.judging import Verdict, judged
from bench.changes.making import Maker
from bench.changes.measuring import measured, tables
from bench.changes.showing import keep, told, worst
from bench.changes.stock import Half
from runtime.intake import known_of, read


def main() -> None:
    """Makes, reads and judges the mails, and prints what came of them."""
    asked = _arguments().parse_args()
    if asked.half is Half.HELD_OUT and (asked.worst or asked.keep):
        sys.exit("of the half held-out, mails are not shown: leave out --worst and --keep")
    if asked.docs:
        page.write({half: measured(_verdicts(asked, half)) for half in Half}, asked.seed, asked.count)
        return
    verdicts = list(_verdicts(asked, asked.half))
    print(f"{asked.count} mails, {asked.half} half, seed {asked.seed}\n")
    print(tables(measured(verdicts)))
    bad = worst(verdicts, asked.worst)
    for verdict in bad:
        print("\n".join(told(verdict)))
    if asked.keep:
        keep(bad, asked.keep)


def _verdicts(asked: argparse.Namespace, half: Half) -> Iterator[Verdict]:
    library = mapping_dsl.Library(asked.library)
    known = known_of(library)
    for mail in Maker(library.forms(), half, asked.seed, asked.only).mails(asked.count):
        yield judged(mail, read(mail.raw, known, file_name=mail.file_name))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.changes", description=__doc__.split("\n")[0])
    parser.add_argument("--half", type=Half, default=Half.TUNING, choices=list(Half))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", type=Kind, choices=list(Kind), help="one kind of change")
    parser.add_argument("--library", type=Path, default=Path("mappings"), help="what the reader knows")
    parser.add_argument("--docs", action="store_true", help=f"write {page.PAGE}, with both halves")
    parser.add_argument("--worst", type=int, default=0, metavar="K", help="tell of the K mails that went worst")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write those mails there")
    return parser


if __name__ == "__main__":
    main()
