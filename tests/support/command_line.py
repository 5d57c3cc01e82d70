"""Every command of the command line with its options, each loaded."""

from __future__ import annotations

from docs.reference import every_command

EVERY = every_command()
ROOT_OPTIONS = {option for each in EVERY.pop("").params for option in each.opts}
COMMANDS = {
    name: command
    for name, command in EVERY.items()
    if not hasattr(command, "commands") and not command.hidden  # another name for one that is shown
}
OPTIONS = ROOT_OPTIONS | {
    option
    for each in EVERY.values()
    for parameter in each.params
    for option in (*parameter.opts, *parameter.secondary_opts)
}
