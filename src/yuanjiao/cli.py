"""The command ``yuanjiao``. Each part is loaded only when it is called, so that ``--help`` is instant."""

from __future__ import annotations

import importlib
from typing import Any

import click

from yuanjiao import __version__

COMMANDS = {
    "demo": "Build and run an academy with made-up people and real lectures.",
    "serve": "Run the academy on this machine.",
    "worker": "Do the background work of a cluster's node.",
    "migrate": "Prepare or upgrade the database.",
    "found": "Name the academy and appoint its first administrator.",
    "import-people": "Check a file of people, or bring it in.",
    "requirement": "Show what a year requires, or put a new version in force.",
    "reverse": "Take a credit back, with its reason.",
    "second-factor": "Take away a second factor that its owner has lost.",
    "audit": "Prove every credit and every rank from the ledger.",
    "rebuild-search": "Index every course anew.",
    "media-secret": "Print the secret that nginx checks media paths with.",
    "bench": "Measure this machine (from a checkout).",
}
"""Every command with its one line; the module of a command has its name."""
INNER = frozenset({"pages"})
"""What other commands start; not for people, and not in the list."""

INTERRUPTED = 130
EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, and something was found that needs you (faults in a file, differences in an audit)
  2  the command was called wrongly
  3  a setting is missing or malformed, the database is not ready, or what was asked is refused
  4  a part of the program is missing (front end, font, ffmpeg)
  5  the address is in use
  130 interrupted"""


class Commands(click.Group):
    """The group that imports a command when it is wanted."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an interrupted one says that it can be started again."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nInterrupted. What is finished is kept; start again to go on.", err=True)
            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of a newcomer's way."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded."""
        del ctx
        if cmd_name not in COMMANDS.keys() | INNER:
            return None
        module = importlib.import_module(f"yuanjiao.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="yuanjiao")
def main() -> None:
    """Distance learning for public institutions: an academy whose watching is verified."""


if __name__ == "__main__":
    main(prog_name="yuanjiao")
