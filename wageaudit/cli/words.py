"""What the command line library says in its own words: its help, and its errors as templates of the English they come in."""

from __future__ import annotations

from collections.abc import Mapping

USAGE = "Usage: "
HELP_OPTION = "Show this message and exit."
TYPES: Mapping[str, str] = {"str": "<text>", "int": "<number>", "int range": "<number>"}
PANELS: Mapping[str, str] = {
    "DEFAULT_STRING": "[default: {}]", "REQUIRED_LONG_STRING": "[required]", "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options", "COMMANDS_PANEL_TITLE": "Commands", "ERRORS_PANEL_TITLE": "Error",
    "RICH_HELP": "Try [blue]'{command_path} {help_option}'[/] for help.",
}  # fmt: skip
# what the operating system and the libraries say of files, as it comes
SYSTEM = [
    "Permission denied", "No such file or directory", "Is a directory", "Not a directory", "File exists", "No space left on device",
    "Read-only file system", "File name too long", "Input/output error", "Too many open files", "Disk quota exceeded",
    "File is not a zip file", "unexpected end of data", "newline inside string", "EOF when reading a line",
    "Compressed file ended before the end-of-stream marker was reached", "CRC check failed",
]  # fmt: skip
OPTIONS_METAVAR, COMMANDS_METAVAR = "[OPTIONS]", "COMMAND [ARGS]..."
# what holds another comes first: "{option}" alone would match "{option} (Possible options: …)" whole
ERRORS = [
    "No such option: {option} (Possible options: {possible})",
    "No such option: {option}",
    "No such command {command}. Did you mean {names}?",
    "No such command {command}.",
    "Missing command.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
    "Got unexpected extra argument(s) ({arguments})",
    "Invalid value for {name}: {value} is not a valid integer.",
    "Invalid value for {name}: {value} is not a valid integer range.",
    "Invalid value for {name}: {value} is not a valid int.",
    "Invalid value for {name}: {value} is not a valid int range.",
    "Invalid value for {name}: {value} is not in the range {range}.",
]
