"""`coursewright models`: the ledger kept up to date with what others publish, and looked at."""

from __future__ import annotations

import typer

from coursewright.commands.renewing.models_diff import diff_command
from coursewright.commands.renewing.models_list import list_command
from coursewright.commands.renewing.models_show import show_command
from coursewright.commands.renewing.models_sync import sync_command
from coursewright.commands.renewing.models_timeline import timeline_command

group = typer.Typer(help="Keep the ledger of models up to date, and look at it.", no_args_is_help=True, rich_markup_mode=None)
group.command("sync")(sync_command)
group.command("list")(list_command)
group.command("show")(show_command)
group.command("diff")(diff_command)
group.command("timeline")(timeline_command)
