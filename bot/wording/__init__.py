"""Every sentence a person reads in Slack, in one place and in plain English.

Each part of the product has a module of this package; what they share, and errors, are here.
It knows no blocks and no markup: ``bot.blocks`` decides how a sentence looks, and escapes what
comes from outside. ``apology`` is the only way from an error to a person.
"""

from collections.abc import Sequence

from knowledge import citations
from knowledge.errors import (
    IndexMismatchError,
    KnowledgeError,
    MisquotedError,
    NotAllowedError,
    SessionInUseError,
    SessionOutsideVisitError,
    StaleAdoptionError,
    StaleLessonError,
    StaleRecordError,
    StaleVisitError,
    StoreBusyError,
    StoreUnavailableError,
    UnknownAdoptionError,
    UnknownCaseStudyError,
    UnknownLessonError,
    UnknownPersonError,
    UnknownQuestionError,
    UnknownRecordError,
    UnknownSessionError,
    UnknownVisitError,
)
from knowledge.model import Choice, Part, Quote, Status

# While somebody waits

STATUS = "is looking through the case studies…"
WAITING = (
    "Looking through the case studies…",
    "Reading what councils wrote…",
    "Picking out the best passages…",
)
BUSY = "Too many questions are waiting for me just now. Please ask again in a few minutes."

# Answers

NOT_COVERED = "The case studies do not say."
NO_COUNCIL = "In general"
RELATED = "Related, may not answer:"
NOTHING_RELATED = "Nothing in the library comes near this question. Ask it in other words, or ask a person."
NOTHING_TO_QUOTE = (
    "There is nothing yet to answer from: the library is empty, or has nothing that may be read here."
)
"""In place of NOT_COVERED where nothing could be; the next says what to do about it."""
FILLED_BY_OTHERS = (
    "Whoever looks after Peerbot can put case studies in: please tell them. Until then, ask a person."
)
FILLED_BY_COMMAND = (
    "`peerbot ingest --sample` takes in the sample case studies, `peerbot ingest FOLDER` your own."
)
ASK_BACK = (
    "What would you like to know? Ask in a sentence, for example: “How did Kent work with local partners?”"
)
TOO_WIDE = "That is a wide question. Choose what is nearest, or ask again and say what it is about."
WELCOME = "You’re welcome. Ask me anything else about the case studies."
SOURCES = "Sources:"

# Buttons

ASK_A_PERSON = "Ask a person"
SHARE = "Share"
HELPFUL, NOT_HELPFUL = "Helpful", "Not helpful"
CHOOSE_A_PASSAGE = "Show a passage"

# The passage

PASSAGE_TITLE = "The passage"
OPENING = "Opening the case study…"
CLOSE = "Close"
SEND = "Send"
CHANGED_SINCE = "This case study has changed since the answer was given. This is what was quoted:"
GONE = "This case study is no longer in the library. This is what was quoted:"
WITHDRAWN = "This was taken back since the answer was given, so I no longer show it."
REWORDED = "This was put in other words since the answer was given. Please ask again to see it as it is now."
NOT_FOR_YOU = (
    "This passage is for a visit’s team, and I do not know you as one of them. Its facilitator can say more."
)
NOT_READY = "This answer is not ready yet. Please try again in a moment."
READ_THE_SOURCE = "Read the source"

# Sharing

NOT_SHARED_FOR_FEWER = (
    "Not everybody in this channel may see all of this answer, so I have not shared it. "
    "Mention me here with your question, and I answer with what everybody may see."
)
NOT_SHARED_GONE = (
    "Something this answer quotes is no longer in the library, so I have not shared it. Please ask again."
)

# Votes

THANKS_FOR_VOTE = "Thank you. Your vote is noted."
REASON_TITLE = "What went wrong?"
REASON_CHOICE = "Which is closest?"
REASON_TEXT = "In your own words"
REASON_HINT = "Please name nobody."
REASONS = (
    "It does not answer my question",
    "Something important is missing",
    "It is out of date",
    "It is wrong or misleading",
    "It is hard to follow",
)

# A person is asked

PERSON_ASKED = "I have asked the facilitators. You will hear from me when they have dealt with it."
PERSON_ASKED_BEFORE = (
    "The facilitators have this question already. You will hear from me when it is dealt with."
)
NOBODY_TO_ASK = (
    "No facilitators’ channel is set up here yet, so I cannot pass this on. "
    "Please ask the facilitator of your visit, or whoever looks after Peerbot."
)
FACILITATORS_OUT_OF_REACH = (
    "I could not post in the facilitators’ channel, so nobody has seen your question yet. "
    "Please ask the facilitator of your visit, and tell whoever looks after Peerbot."
)
MARK_RESOLVED = "Mark resolved"
OPEN_THE_QUESTION = "Open the question"
NEAREST = "The nearest the case studies have:"

# Help and App Home

HOME_TITLE = "Peerbot"
HOME_GREETING = (
    "I answer questions about what councils did, in their own words: every sentence is quoted from a "
    "case study, with where it stands. When the case studies do not say, I say so."
)
HOW_TO_ASK = "How to ask"
WAYS_TO_ASK = (
    "In a channel: mention me with your question. I answer in a thread.",
    "In that thread: just go on asking, no need to mention me again.",
    "Here, in a direct message: write to me as you would to a colleague.",
    "Anywhere: type /lessons and your question. Only you see the answer, until you share it.",
)
EXAMPLES = "You could ask"
PROMPTS_TITLE = "What would you like to know?"
PROMPTS: tuple[tuple[str, str], ...] = (
    ("Working with partners", "How did Kent work with local partners?"),
    ("A council’s priorities", "What was Middlesbrough’s main priority?"),
    ("How agreements worked", "What is a local public service agreement?"),
    ("Hosting a visit", "What makes a study visit work?"),
)
"""At most four: the words on the button, and what is asked. The manifest has the same."""
HELP = (
    "I answer questions about council case studies, always with quotes and sources. "
    "Ask me in a sentence, for example:"
)
BESIDES_ASKING = (
    "I help with visits, too: /visit opens yours, /visit-feedback logs what you saw there, and /lessons "
    "shows what visits have taught."
)
COMMAND_HELP = (
    ("/lessons", "shows the lessons you may see, by theme, council and kind of place"),
    ("/lessons saved", "shows what you have saved"),
    ("/lessons review", "shows the lessons that wait for you to check, endorse or share them"),
    ("/lessons propose", "begins a lesson: for facilitators, and for owners of a theme"),
    ("/lessons gaps", "shows facilitators the questions that nothing answers"),
)
COMMAND_EXAMPLES = tuple(f"/lessons {message}" for _, message in PROMPTS[:2])


def choice(choice: Choice) -> str:
    """What a narrower question is about."""
    return f"{choice.theme.capitalize()}: {choice.title}" if choice.theme else choice.title


def chosen(person: str, title: str) -> str:
    return f"{person} asked about “{title}”."


def partly(unsaid: Sequence[Part]) -> str:
    """That a part of a question is answered, and what the case studies do not say."""
    asked = [f"“{part.asked.rstrip(' ?.!')}”" for part in unsaid if not part.council]
    councils = [part.council for part in unsaid if part.council]
    open_ = [*asked, *([f"this about {_either(councils)}"] if councils else [])]
    return f"I can answer a part of this. The case studies do not say {_either(open_)}."


def _either(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def lead(quotes: Sequence[Quote]) -> str:
    """What comes before the quotes: how many case studies, lessons and visitors speak."""
    standings = {quote.case_study: quote.status for quote in quotes}.values()
    feedback = sum(standing is Status.ACCEPTED for standing in standings)
    case_studies = sum(standing is Status.PUBLISHED for standing in standings)
    lessons = len(standings) - feedback - case_studies
    counts = (
        _counted(case_studies, "case study", "case studies"),
        _counted(lessons, "lesson", "lessons"),
        _counted(feedback, "piece of feedback", "pieces of feedback"),
    )
    *first, last = [count for count in counts if count] or ["0 case studies"]
    return f"From {', '.join(first)} and {last}:" if first else f"From {last}:"


def _counted(number: int, one: str, several: str) -> str:
    return "" if not number else f"one {one}" if number == 1 else f"{number} {several}"


def citation(number: int, quote: Quote, *, council: bool = True) -> str:
    """Where a quote stands; ``council`` is False under a heading that names it already."""
    return f"{number} · {citations.citation(quote, council=council)}"


def show_passage(number: int, count: int) -> str:
    return "Show the passage" if count == 1 else f"Show passage {number}"


def holdings(case_studies: int, councils: int) -> str:
    """How much there is to answer from."""
    if not case_studies:
        return "There are no case studies in the library yet. Whoever looks after Peerbot can put some in."
    studies = "1 case study" if case_studies == 1 else f"{case_studies} case studies"
    if not councils:
        return f"I have read {studies}."
    return f"I have read {studies} about {councils} council{'' if councils == 1 else 's'}."


def shared_by(person: str) -> str:
    return f"Shared by {person}, who asked:"


def wants_a_person(person: str) -> str:
    return f"{person} would like a person to answer this."


def resolved_by(person: str) -> str:
    return f"Resolved by {person}."


def resolved_already(person: str) -> str:
    return f"This was resolved already, by {person}."


def your_question_is_resolved(asker: str, resolver: str) -> str:
    return f"{asker}, {resolver} has dealt with your question to the facilitators."


_SORRY: dict[type[Exception], str] = {
    StoreBusyError: "I have a lot to write down just now. Please try again in a moment.",
    StoreUnavailableError: "I cannot get at what I keep just now. Please try again later.",
    UnknownQuestionError: "I no longer have that question. Please ask it again.",
    UnknownCaseStudyError: "That case study is no longer in the library.",
    IndexMismatchError: "I am being changed over to another search model. Please try again later.",
}

_REFUSED: dict[type[KnowledgeError], str] = {
    UnknownVisitError: "I do not know that visit. /visit list shows the ones you are on.",
    UnknownRecordError: "I no longer have that. Please look at the list again.",
    UnknownSessionError: "That session is no longer on the programme. Please choose another.",
    UnknownPersonError: "I no longer know that person. Please choose somebody else.",
    StaleVisitError: (
        "Somebody else changed this visit while you did. Nothing of theirs is lost: "
        "please open it again and make your change once more."
    ),
    StaleRecordError: (
        "Somebody else changed this while you did. Please open it again and make your change once more."
    ),
    UnknownLessonError: "That lesson is no longer there. /lessons lists those you may see.",
    StaleLessonError: (
        "Somebody else changed this lesson while you did. "
        "Please open it again and make your change once more."
    ),
    MisquotedError: (
        "Something this lesson rests on was changed while you wrote. Look at the quotes once more, and take "
        "off what is no longer there."
    ),
    UnknownAdoptionError: "I no longer have what was said of using this lesson.",
    StaleAdoptionError: (
        "What was said of using this lesson was changed while you did. "
        "Please open it again and make your change once more."
    ),
}


def refusal(error: BaseException) -> str | None:
    """What a person is told who may not do something, or not now; None when that is no refusal.

    Rules are sentences of ``knowledge``, which knows who may and when; the rest is worded here.
    """
    if isinstance(error, NotAllowedError | MisquotedError | SessionInUseError | SessionOutsideVisitError):
        said = str(error)
        return f"{said[:1].upper()}{said[1:]}."
    return next((sentence for kind, sentence in _REFUSED.items() if isinstance(error, kind)), None)


def apology(error: BaseException, reference: str) -> str:
    """What a person is told of an error: never its own words, always what it is found by in the log."""
    known = next((sentence for kind, sentence in _SORRY.items() if isinstance(error, kind)), None)
    said = known or "Something went wrong on my side. Please try again, or tell your facilitator."
    return f"{said} Reference: {reference}"
