"""wageaudit key: a campaign's secret key, from which pseudonyms of shared tables are made."""

from __future__ import annotations

from typing import Annotated

import typer

CAMPAIGN = "campaign.key"
ACTIONS = ("new", "id")


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
    from wageaudit.cli.screen import console
    from wageaudit.errors import WrongUse
    from wageaudit.phrases import phrase
    from wageaudit.text import clean

    if action not in ACTIONS:
        raise WrongUse(
            phrase("key does not know {word}", word=clean(action)), "use  wageaudit key new -o FILE"
        )
    if action == "new":
        if file:
            raise WrongUse(
                "key new takes its file after -o",
                phrase("use  wageaudit key new -o {file}", file=clean(file)),
            )
        made = output or CAMPAIGN
        typer.echo(_new(made))
        told = phrase(
            "{file}: keep it secret, keep a copy, and never beside what is shared.", file=clean(made, 200)
        )
        console(stderr=True).print(told, soft_wrap=True)
        return
    if output:
        raise WrongUse("key id writes no file", "use  wageaudit key id FILE")
    typer.echo(_id(file or CAMPAIGN))


def _new(path: str) -> str:
    """Write a new key; its id."""
    import secrets

    from wageaudit.files.secret import write_secret
    from wageaudit.pseudonyms import KEY_BYTES, Key, key_text

    made = Key(secrets.token_bytes(KEY_BYTES))
    write_secret(path, key_text(made))
    return made.id


def _id(path: str) -> str:
    from wageaudit.files.secret import read_secret
    from wageaudit.pseudonyms import parse_key
    from wageaudit.text import clean

    return parse_key(read_secret(path), clean(path, 200)).id
