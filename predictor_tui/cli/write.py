"""`predictor-tui write`: the app as an editor of one file, or below the prompt as a question that a script asks."""

from __future__ import annotations

from pathlib import Path

import click

from predictor_tui.cli.options import examples, model_option, motion_option, plain_option


@click.command(
    short_help="Write in a file; also as $EDITOR.",
    epilog=examples(
        "predictor-tui write letter.txt",
        'git -c core.editor="predictor-tui write" commit',
        "note=$(predictor-tui write --inline)",
    ),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@model_option
@click.option("--inline", is_flag=True, help="Write below the prompt; print the text when done.")
@plain_option
@motion_option
def write(file: Path | None, model: str | None, inline: bool, plain: bool, reduce_motion: bool) -> int:
    """Write in FILE, which need not exist yet, or in a new text.

    The exit code is 0 if the text was saved or not changed, and 1 if changes were discarded: then git makes no commit,
    and a mail is not sent. With --inline, Ctrl+S prints the text to standard output and ends; leaving otherwise prints
    nothing, with exit code 1.

    --plain asks for lines and answers with numbered suggestions; /help tells how. The end of the input saves the text,
    or prints it if there is no FILE.
    """
    from predictor_tui.cli.app import open_app, open_inline, open_plain

    if inline and file is not None:
        raise click.UsageError("--inline prints the text and goes without a file")
    if plain:
        return open_plain(model, file, to_errors=inline)
    if inline:
        return open_inline(model, reduce_motion=reduce_motion)
    return open_app(model, file, reduce_motion=reduce_motion)
