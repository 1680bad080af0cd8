# -*- coding: utf-8 -*-  # noqa: UP009
"""Plan imports of critical minerals: ``python run.py`` plans the default case.

See README.md, or ``python run.py --help``. Any Python there is has to understand this file, so that
one that is too old can be told so.
"""

import gc
import sys
import time

if sys.version_info < (3, 11):  # noqa: UP036
    sys.stderr.write(
        "Python 3.11 or newer is needed; this is {0}.{1}."
        " / Python 3.11 以上が必要です（現在は {0}.{1}）。\n".format(*sys.version_info)
    )
    sys.exit(2)

STARTED = time.perf_counter()

gc.disable()  # what is imported stays: looking through it for garbage takes time

try:
    from model.command.process import main, program
except KeyboardInterrupt:
    sys.exit(130)

gc.freeze()
gc.enable()

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(program(STARTED))
