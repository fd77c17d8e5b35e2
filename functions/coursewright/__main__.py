"""The command line: a verb for each step of the path. Exit 0 done, 1 findings or refused, 2 misused."""

from __future__ import annotations

import gc
import os
import sys

from coursewright.errors import CoursewrightError


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error."""
    gc.set_threshold(100_000, 20, 100)  # a command is short: collecting while modules load costs a seventh of a check
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # another package's plug-in must not change what is found
    try:
        sys.exit(_run(sys.argv[1:]))
    except CoursewrightError as error:
        from coursewright.commands.terminal import complain  # noqa: PLC0415 - what goes well loads no console

        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or else Python complains when it ends
        sys.exit(1)
    finally:
        gc.freeze()  # nor is there anything to gain by collecting once more at the end


def _run(arguments: list[str]) -> int | None:
    if arguments[:1] == ["check"]:
        from coursewright.commands.authoring.checking import at_once  # noqa: PLC0415 - only what is asked for is loaded

        if (status := at_once(arguments)) is not None:
            sys.stdout.flush()
            return status
    from coursewright.commands.command_line import run  # noqa: PLC0415 - the same

    run(arguments)
    return 0


if __name__ == "__main__":
    main()
