"""How a theme is called, and that something has none."""

from knowledge.model import Theme

NO_THEME = "No theme"


def named(theme: Theme | None) -> str:
    return f"{theme[:1].upper()}{theme[1:]}" if theme else NO_THEME
