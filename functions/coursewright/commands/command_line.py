"""Verbs and options as Typer reads them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coursewright import __version__


class _Verbs(TyperGroup):
    """Verbs whose refusals of a value are in words for people."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - of a module that Typer keeps to itself
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # which says only how Typer looked at it
            raise


app = typer.Typer(
    name="coursewright",
    cls=_Verbs,
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


VERBS = {
    "new": ("coursewright.commands.authoring.new", "new_command"),
    "ids": ("coursewright.commands.authoring.ids", "ids_command"),
    "check": ("coursewright.commands.authoring.check", "check_command"),
    "schemas": ("coursewright.commands.authoring.generating", "schemas_command"),
    "pages": ("coursewright.commands.authoring.generating", "pages_command"),
    "impact": ("coursewright.commands.renewing.impact", "impact_command"),
    "correct": ("coursewright.commands.renewing.correct", "correct_command"),
    "deposit": ("coursewright.commands.publishing.releasing", "deposit_command"),
    "bundle": ("coursewright.commands.publishing.pushing", "bundle_command"),
    "push": ("coursewright.commands.publishing.pushing", "push_command"),
    "review": ("coursewright.commands.reviewing.review", "review_command"),
    "reviews": ("coursewright.commands.reviewing.reviews", "reviews_command"),
    "request-changes": ("coursewright.commands.reviewing.signing_off", "request_changes_command"),
    "override": ("coursewright.commands.reviewing.signing_off", "override_command"),
    "approve": ("coursewright.commands.reviewing.signing_off", "approve_command"),
    "promote": ("coursewright.commands.publishing.releasing", "promote_command"),
    "schedule": ("coursewright.commands.publishing.scheduling", "schedule_command"),
    "rollback": ("coursewright.commands.publishing.correcting", "rollback_command"),
    "withdraw": ("coursewright.commands.publishing.correcting", "withdraw_command"),
    "expunge": ("coursewright.commands.publishing.expunging", "expunge_command"),
    "settle": ("coursewright.commands.publishing.settling", "settle_command"),
    "heads": ("coursewright.commands.publishing.correcting", "heads_command"),
    "observe": ("coursewright.commands.renewing.observing", "observe_command"),
    "remind": ("coursewright.commands.renewing.observing", "remind_command"),
    "releases": ("coursewright.commands.publishing.looking", "releases_command"),
    "history": ("coursewright.commands.publishing.looking", "history_command"),
    "show": ("coursewright.commands.publishing.showing", "show_command"),
    "diff": ("coursewright.commands.publishing.comparing", "diff_command"),
    "changes": ("coursewright.commands.renewing.changes", "changes_command"),
    "certificate-effect": ("coursewright.commands.renewing.certificate_effect", "certificate_effect_command"),
    "export": ("coursewright.commands.publishing.carrying", "export_command"),
    "import": ("coursewright.commands.publishing.carrying", "import_command"),
    "backup": ("coursewright.commands.publishing.keeping", "backup_command"),
    "restore": ("coursewright.commands.publishing.keeping", "restore_command"),
    "verify": ("coursewright.commands.publishing.verifying", "verify_command"),
    "trust-root": ("coursewright.commands.publishing.verifying", "trust_root_command"),
    "serve": ("coursewright.commands.serving.serving", "serve_command"),
    "run": ("coursewright.commands.serving.serving", "run_command"),
}
"""Every verb in the order of the path, with the module and the function that do it."""

GROUPS = {
    "claims": "coursewright.commands.renewing.claims",
    "models": "coursewright.commands.renewing.models",
    "edition": "coursewright.commands.renewing.edition",
}
"""Every group of verbs (`coursewright models list`), with the module whose `group` holds them."""


def run(arguments: Sequence[str]) -> None:
    """Do what the arguments say, and exit."""
    _tie_verbs(arguments)
    app()


def _tie_verbs(arguments: Sequence[str]) -> None:
    """Tie verbs to their functions: the one that is asked for, or all, so that `check` need not load a server."""
    wanted = [word for word in arguments if word in VERBS or word in GROUPS][:1] or [*VERBS, *GROUPS]
    for verb in wanted:
        if verb in GROUPS:
            app.add_typer(importlib.import_module(GROUPS[verb]).group, name=verb)
            continue
        module, function = VERBS[verb]
        app.command(verb)(getattr(importlib.import_module(module), function))
