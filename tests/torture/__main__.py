"""`python -m tests.torture`: a crowd buys in every way, processes die, the payment company errs; then the books are proved."""

import argparse
import sys
import time
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

from tests.support import in_memory
from tests.support.shops import DATABASES
from tests.torture.crowd import Plan
from tests.torture.running import run


def main() -> int:
    """Torture each database; 0 when every yen was found."""
    options = _options()
    in_memory.prefer()
    wrong = 0
    print(f"seed {options.seed}, {options.shoppers:,} shoppers")
    for kind in DATABASES if options.database == "both" else [options.database]:
        began = time.monotonic()
        with TemporaryDirectory() as folder:
            plan = Plan(options.shoppers, options.seed, Path(folder), minutes=options.minutes)
            found = run(kind, plan)
        took = time.monotonic() - began
        print(f"\n{kind}, seed {options.seed}, {took:.0f} s in all\n{found.table()}", flush=True)
        wrong += len(found.lost)
    if wrong:
        print(f'\nMONEY IS LOST OR UNCERTAIN: run again with ARGS="--seed {options.seed}"')
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=randrange(10**6))
    parser.add_argument("--shoppers", type=int, default=2000)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--minutes", type=float, default=10, help="at most, for each database")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
