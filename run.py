"""Plan imports of critical minerals: ``python run.py`` plans the default case.

See README.md, or ``python run.py --help``.
"""

from __future__ import annotations

import gc
import sys
import time

STARTED = time.perf_counter()
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit codes are those of README.md."""
    gc.disable()  # a run makes little that is not needed to its end
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        print("Interrupted; no result was written. / 中断しました。結果は書き込んでいません。")
        return INTERRUPTED


def _run(arguments: list[str]) -> int:
    from model.cli import run
    from model.console import tell
    from model.errors import ModelError

    try:
        return run(arguments, STARTED)
    except ModelError as error:
        tell(error)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
