"""Options by which lessons are narrowed at a command line: the same wherever some are chosen."""

from typing import Annotated

import typer

Statuses = Annotated[list[str] | None, typer.Option("--status", help="Such as shared; repeat it.")]
ThemeName = Annotated[str | None, typer.Option("--theme", help="Its theme.")]
Councils = Annotated[list[str] | None, typer.Option("--council", help="A council they speak of; repeat it.")]
Like = Annotated[str | None, typer.Option("--like", help="A council: those that speak of councils like it.")]
Tier = Annotated[str, typer.Option("--tier", help="A kind of council, such as county.")]
Region = Annotated[str, typer.Option("--region", help="Where the councils are, such as South West.")]
Size = Annotated[str, typer.Option("--size", help="A band of the register, such as over 500,000.")]
Rurality = Annotated[str, typer.Option("--rurality", help="A kind that your COUNCIL_REGISTER names.")]
VisitName = Annotated[str | None, typer.Option("--visit", help="The visit they come from.")]
AudienceName = Annotated[str | None, typer.Option("--audience", help="visit team, network or public.")]
Text = Annotated[str, typer.Option("--text", help="Words that they hold.")]
SharedSince = Annotated[
    str | None, typer.Option("--shared-since", metavar="DATE", help="A day: those shared then or later.")
]
ReviewedSince = Annotated[
    str | None,
    typer.Option("--reviewed-since", metavar="DATE", help="A day: those checked or renewed then or later."),
]
