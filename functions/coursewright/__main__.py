"""The command line: a verb for each step of the path. Exit 0 done, 1 findings or refused, 2 misused."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from coursewright import __version__
from coursewright.errors import CoursewrightError
from coursewright.terminal import complain

app = typer.Typer(
    name="coursewright",
    help="Publishes course material the way good teams ship software.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"coursewright {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options that come before the verb."""


def _verbs() -> None:
    """Tie each verb to its function, in the order of the path."""
    from coursewright.authoring.commands import check_command  # noqa: PLC0415 - after --version and --help cost nothing
    from coursewright.publishing.commands import deposit_command, promote_command, releases_command  # noqa: PLC0415
    from coursewright.serving.commands import run_command, serve_command  # noqa: PLC0415

    app.command("check")(check_command)
    app.command("deposit")(deposit_command)
    app.command("promote")(promote_command)
    app.command("releases")(releases_command)
    app.command("serve")(serve_command)
    app.command("run")(run_command)


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error."""
    _verbs()
    try:
        app()
    except CoursewrightError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
