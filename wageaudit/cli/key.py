"""wageaudit key: a campaign's secret key, from which pseudonyms of shared tables are made."""

from __future__ import annotations

from typing import Annotated

import typer

CAMPAIGN = "campaign.key"


def key(
    action: Annotated[
        str,
        typer.Argument(
            help="new makes a key; id says which key a file holds.", metavar="new|id", show_default=False
        ),
    ],
    file: Annotated[
        str, typer.Argument(help="The key file to look at, with id.", metavar="[FILE]", show_default=False)
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            help="The new key file; campaign.key if not given.",
            show_default=False,
            metavar="FILE",
        ),
    ] = "",
) -> None:
    """Make the secret key of a campaign, or say which key a file holds. Nothing shared tells the key."""
    if action == "new" and not file:
        _new(output or CAMPAIGN)
    elif action == "id" and not output:
        _id(file or CAMPAIGN)
    else:
        _refuse(action)


def _new(path: str) -> None:
    """Write a new key; its id goes to stdout, what to do with the file to stderr."""
    import secrets

    from rich.text import Text

    from wageaudit.cli.screen import console
    from wageaudit.cli.speech import speaking
    from wageaudit.files.secret import write_secret
    from wageaudit.phrases import phrase
    from wageaudit.pseudonyms import KEY_BYTES, Key, key_text
    from wageaudit.reports.wrapping import tell
    from wageaudit.text import clean

    made = Key(secrets.token_bytes(KEY_BYTES))
    write_secret(path, key_text(made))
    typer.echo(made.id)
    told = phrase(
        "{file}: keep it secret, keep a copy, and never beside what is shared.", file=clean(path, 200)
    )
    tell(Text(speaking().told(told)), console(stderr=True))


def _id(path: str) -> None:
    from wageaudit.files.secret import read_secret
    from wageaudit.pseudonyms import parse_key
    from wageaudit.text import clean

    typer.echo(parse_key(read_secret(path), clean(path, 200)).id)


def _refuse(action: str) -> None:
    from wageaudit.errors import WrongUse
    from wageaudit.phrases import phrase
    from wageaudit.text import clean

    if action == "new":
        raise WrongUse("key new takes its file after -o", "use  wageaudit key new -o FILE")
    if action == "id":
        raise WrongUse("key id writes no file", "use  wageaudit key id FILE")
    raise WrongUse(phrase("key does not know {word}", word=clean(action)), "use  wageaudit key new -o FILE")
