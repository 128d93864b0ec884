"""What a person sees before asking anything: App Home, suggested prompts, the help of the command."""

from bot import wording
from bot.blocks.answers import Reply
from bot.blocks.elements import Block, bullets, header, line, plain, rich_text, section, words


def home(case_studies: int, councils: int) -> Block:
    """The Home tab: what Peerbot does, what it has read, how to ask."""
    return {
        "type": "home",
        "blocks": [
            header(wording.HOME_TITLE),
            section(plain(wording.HOME_GREETING)),
            section(plain(wording.holdings(case_studies, councils))),
            header(wording.HOW_TO_ASK),
            _list(*wording.WAYS_TO_ASK),
            header(wording.EXAMPLES),
            _list(*(message for _, message in wording.PROMPTS)),
        ],
    }


def prompts() -> list[dict[str, str]]:
    return [{"title": title, "message": message} for title, message in wording.PROMPTS]


def help_for_message() -> Reply:
    """What a greeting is answered with."""
    return _help(*(message for _, message in wording.PROMPTS))


def help_for_command() -> Reply:
    return _help(*wording.COMMAND_EXAMPLES)


def _help(*examples: str) -> Reply:
    lines = "\n".join(f"• {example}" for example in examples)
    return Reply(
        text=f"{wording.HELP}\n{lines}",
        body=(section(plain(wording.HELP)), _list(*examples)),
        pieces=(f"{wording.HELP}\n\n" + "\n".join(f"- {example}" for example in examples),),
    )


def _list(*lines: str) -> Block:
    return rich_text(bullets([line(words(one)) for one in lines]))
