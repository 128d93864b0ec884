"""What Peerbot does by itself: CHORES is the only list.

A new one is a module here and a line in the tuple; ``bot.rounds`` says what a chore must be able to
take.
"""

from collections.abc import Callable

from bot.chores.adoptions import AdoptionNews
from bot.chores.commitments import FollowUps
from bot.chores.digests import Digests
from bot.chores.gaps import GapAnswers
from bot.chores.homes import Pages
from bot.chores.lessons import LessonChecks, LessonVectors
from bot.chores.loose_ends import LooseEnds
from bot.chores.nudges import Reminders
from bot.chores.reviews import ReviewNews
from bot.chores.weeks import Weeks
from bot.desk import Desk
from bot.rounds import Chore

CHORES: tuple[Callable[[Desk], Chore], ...] = (
    LessonChecks.at,
    LessonVectors.at,
    LooseEnds,
    Reminders.at,
    Digests.at,
    Pages.at,
    GapAnswers.at,
    Weeks,
    AdoptionNews,
    ReviewNews,
    FollowUps,
)
