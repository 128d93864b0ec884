"""What a person presses: buttons, votes, icons, and the "tell the app" button of every other element.

A button sends the whole form it stands in and names itself in ``act``; so an app gets the state of
its other fields with every press, as Slack gives it. A confirmation is a popover: it opens, closes
and answers Escape without a script.
"""

from markupsafe import Markup

from bot.workspace.rendering.emoji import with_emoji
from bot.workspace.rendering.links import link
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import Attribute, Child, joined, tag
from bot.workspace.rendering.text import shown, words
from bot.workspace.values import Json

_ICONS = {"trash": "wastebasket"}


def button(element: Json, scene: Scene) -> Markup:
    label = shown(element.get("text"), scene.names)
    style = str(element.get("style") or "plain")
    name = element.get("accessibility_label")
    if element.get("url"):
        return _link_button(element, scene, label, style)
    return act_button(element, scene, label, class_=f"button {style}", aria_label=name)


def _link_button(element: Json, scene: Scene, label: Markup, style: str) -> Markup:
    """It leads away, and the app hears of it too: the script sends the form of the hidden button."""
    return tag(
        "span",
        link(str(element["url"]), label, scene.names),
        act_button(element, scene, "Tell the app", class_="with-link", tabindex="-1", hidden=True),
        class_=f"link-button {style}",
    )


def feedback_buttons(element: Json, scene: Scene) -> Markup:
    return joined(
        [_vote(element, scene, "positive_button", "up"), _vote(element, scene, "negative_button", "down")]
    )


def _vote(element: Json, scene: Scene, key: str, direction: str) -> Markup:
    choice = element.get(key) or {}
    name = choice.get("accessibility_label") or words(choice.get("text"))
    thumb = tag("span", class_=f"thumb {direction}", aria_hidden="true")
    label = joined([thumb, " ", shown(choice.get("text"), scene.names)])
    return act_button(element, scene, label, str(choice.get("value", "")), class_="quiet", aria_label=name)


def icon_button(element: Json, scene: Scene) -> Markup:
    allowed = element.get("visible_to_user_ids")
    if allowed and scene.names.viewer not in allowed:
        return Markup("")
    icon = str(element.get("icon", ""))
    sign = with_emoji(f":{_ICONS.get(icon, icon)}:")
    name = element.get("accessibility_label") or words(element.get("text"))
    label = joined([tag("span", sign, aria_hidden="true"), " ", shown(element.get("text"), scene.names)])
    return act_button(element, scene, label, class_="quiet", aria_label=name)


def overflow(element: Json, scene: Scene) -> Markup:
    menu = scene.id(element, "menu")
    name = scene.label or "More actions"
    entries = (tag("li", _entry(element, scene, option)) for option in element.get("options", ()))
    opener = tag("button", "⋯", type="button", popovertarget=menu, aria_label=name, class_="button plain")
    return joined([opener, tag("ul", *entries, popover=True, id=menu, class_="popup")])


def _entry(element: Json, scene: Scene, option: Json) -> Markup:
    label = joined([shown(option.get("text"), scene.names), description(option, scene)])
    if option.get("url"):
        return link(str(option["url"]), label, scene.names)
    return act_button(element, scene, label, str(option.get("value", "")), class_="entry")


def description(option: Json, scene: Scene) -> Markup | None:
    text = option.get("description")
    return tag("small", shown(text, scene.names), class_="description") if text else None


def tell_button(element: Json, scene: Scene, label: str = "Choose") -> Markup | None:
    """Tells the app what was chosen; the script hides it and presses it at every change."""
    if not scene.dispatches:
        return None
    return act_button(element, scene, label, class_="button plain tell")


def act_button(
    element: Json, scene: Scene, label: Child, choice: str | None = None, **attributes: Attribute
) -> Markup:
    """A button that sends the form and says which element, and which of its choices, it was."""
    confirm = element.get("confirm")
    if not confirm:
        return _submit(element, scene, label, choice, **attributes)
    popover = scene.id(element, choice or "", "confirm")
    opener = tag("button", label, type="button", popovertarget=popover, **attributes)
    return joined([opener, _confirmation(element, scene, confirm, popover, choice)])


def _submit(element: Json, scene: Scene, label: Child, choice: str | None, **attributes: Attribute) -> Markup:
    value = scene.act(element, choice)
    return tag("button", label, type="submit", name="act", value=value, formaction="/ui/act", **attributes)


def _confirmation(element: Json, scene: Scene, confirm: Json, popover: str, choice: str | None) -> Markup:
    title, style = f"{popover}-title", str(confirm.get("style") or "primary")
    yes = shown(confirm.get("confirm") or "Yes", scene.names)
    no = shown(confirm.get("deny") or "Cancel", scene.names)
    hides: dict[str, Attribute] = {"popovertarget": popover, "popovertargetaction": "hide"}
    answers = (
        _submit(element, scene, yes, choice, class_=f"button {style}"),
        tag("button", no, type="button", data_focus=True, class_="button plain", **hides),
    )
    return tag(
        "span",
        tag("strong", shown(confirm.get("title"), scene.names), id=title),
        tag("span", shown(confirm.get("text"), scene.names)),
        tag("span", *answers, class_="row"),
        popover=True,
        id=popover,
        role="dialog",
        aria_labelledby=title,
        class_="popup confirmation",
    )
