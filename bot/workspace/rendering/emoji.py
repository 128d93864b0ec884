"""The emoji people and apps use most; a name that is not here stays as it was written."""

# ruff: noqa: RUF001  # some emoji look like letters and signs; here they are meant

import re
from collections.abc import Iterator

from markupsafe import Markup

from bot.workspace.rendering.tags import Child, joined, lines, tag

EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "clap": "👏", "wave": "👋",
    "raised_hands": "🙌", "pray": "🙏", "ok_hand": "👌", "point_right": "👉", "point_up": "☝️",
    "raising_hand": "🙋", "handshake": "🤝", "muscle": "💪", "eyes": "👀", "brain": "🧠",
    "smile": "😄", "slightly_smiling_face": "🙂", "grinning": "😀", "smiley": "😃", "joy": "😂",
    "wink": "😉", "blush": "😊", "thinking_face": "🤔", "thinking": "🤔", "sweat_smile": "😅",
    "cry": "😢", "disappointed": "😞", "confused": "😕", "sunglasses": "😎", "tada": "🎉",
    "party_popper": "🎉", "rocket": "🚀", "sparkles": "✨", "star": "⭐", "star2": "🌟", "fire": "🔥",
    "heart": "❤️", "green_heart": "💚", "blue_heart": "💙", "100": "💯", "zap": "⚡",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️", "x": "❌",
    "heavy_multiplication_x": "✖️", "no_entry": "⛔", "no_entry_sign": "🚫", "warning": "⚠️",
    "exclamation": "❗", "question": "❓", "grey_question": "❔", "information_source": "ℹ️",
    "bulb": "💡", "bell": "🔔", "no_bell": "🔕", "mega": "📣", "loudspeaker": "📢",
    "speech_balloon": "💬", "thought_balloon": "💭", "lock": "🔒", "unlock": "🔓", "key": "🔑",
    "mag": "🔍", "mag_right": "🔎", "link": "🔗", "pushpin": "📌", "round_pushpin": "📍",
    "paperclip": "📎", "memo": "📝", "pencil": "📝", "pencil2": "✏️", "clipboard": "📋",
    "page_facing_up": "📄", "bookmark_tabs": "📑", "bookmark": "🔖", "books": "📚", "book": "📖",
    "open_book": "📖", "notebook": "📓", "file_folder": "📁", "open_file_folder": "📂",
    "card_index_dividers": "🗂️", "bar_chart": "📊", "chart_with_upwards_trend": "📈",
    "chart_with_downwards_trend": "📉", "calendar": "📅", "date": "📅", "spiral_calendar_pad": "🗓️",
    "clock1": "🕐", "clock9": "🕘", "alarm_clock": "⏰", "stopwatch": "⏱️", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "email": "📧", "envelope": "✉️", "inbox_tray": "📥",
    "outbox_tray": "📤", "package": "📦", "wastebasket": "🗑️", "trash": "🗑️", "gear": "⚙️",
    "wrench": "🔧", "hammer_and_wrench": "🛠️", "robot_face": "🤖", "computer": "💻", "iphone": "📱",
    "telephone_receiver": "📞", "house": "🏠", "office": "🏢", "classical_building": "🏛️",
    "school": "🏫", "hospital": "🏥", "bus": "🚌", "bike": "🚲", "world_map": "🗺️", "compass": "🧭",
    "seedling": "🌱", "evergreen_tree": "🌲", "herb": "🌿", "sunny": "☀️", "umbrella": "☔",
    "coffee": "☕", "cake": "🍰", "gift": "🎁", "trophy": "🏆", "medal": "🏅", "dart": "🎯",
    "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "arrow_right": "➡️",
    "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️", "arrows_counterclockwise": "🔄",
    "repeat": "🔁", "heavy_plus_sign": "➕", "heavy_minus_sign": "➖", "small_blue_diamond": "🔹",
    "large_blue_circle": "🔵", "large_green_circle": "🟢", "large_yellow_circle": "🟡",
    "red_circle": "🔴", "white_circle": "⚪", "black_circle": "⚫", "one": "1️⃣", "two": "2️⃣",
    "three": "3️⃣", "four": "4️⃣", "five": "5️⃣",
}  # fmt: skip

REACTIONS = ("+1", "-1", "eyes", "tada", "heart", "white_check_mark", "bulb", "question")
"""What the page offers to react with."""

_NAMED = re.compile(r":([a-z0-9_+'-]+):")


def emoji(name: str) -> Markup:
    """The picture with its name for those who cannot see it; ``:name:`` when it is not known."""
    sign = EMOJI.get(name)
    if sign is None:
        return tag("span", f":{name}:")
    return tag("span", sign, class_="emoji", role="img", aria_label=name.replace("_", " "), title=f":{name}:")


def with_emoji(text: str) -> Markup:
    """Plain text in which ``:name:`` is a picture; line ends kept."""
    return joined(_pieces(text))


def _pieces(text: str) -> Iterator[Child]:
    end = 0
    for named in _NAMED.finditer(text):
        if named[1] in EMOJI:
            yield lines(text[end : named.start()])
            yield emoji(named[1])
            end = named.end()
    yield lines(text[end:])
