"""What people can do with Peerbot in Slack: LISTENERS is the only list of gestures.

A new gesture is a module here and a line in the tuple; the manifest follows from what the listeners
say they need, and a test compares the two.
"""

from bot.listeners.asking import Asking
from bot.listeners.asking_at_home import AskingAtHome
from bot.listeners.boards import Boards
from bot.listeners.browsing import Browsing
from bot.listeners.choosing import Choosing
from bot.listeners.commitments import Commitments
from bot.listeners.feedback import LoggingFeedback
from bot.listeners.gaps import AnsweringGaps
from bot.listeners.gesture import Listener
from bot.listeners.group_discussions import GroupDiscussions
from bot.listeners.home import Home
from bot.listeners.lesson_cards import UsingLessons
from bot.listeners.lesson_exports import ExportingLessons
from bot.listeners.lesson_reviews import ReviewingLessons
from bot.listeners.lessons import Lessons
from bot.listeners.merging import MergingLessons
from bot.listeners.near_lessons import JoiningLessons
from bot.listeners.nudges import Reminding
from bot.listeners.own_feedback import OwnFeedback
from bot.listeners.packs import Packing
from bot.listeners.participants import Participants
from bot.listeners.passages import ShowingPassages
from bot.listeners.people import AskingPeople
from bot.listeners.planning import PlanningVisits
from bot.listeners.programmes import Programmes
from bot.listeners.progress import Progressing
from bot.listeners.proposals import ProposingLessons
from bot.listeners.quotations import AnsweringQuotations
from bot.listeners.reports import Reporting
from bot.listeners.reviews import Reviewing
from bot.listeners.saved import Saving
from bot.listeners.sharing import Sharing
from bot.listeners.visits import Visits
from bot.listeners.votes import Voting

LISTENERS: tuple[type[Listener], ...] = (
    Asking,
    AskingAtHome,
    Choosing,
    Lessons,
    Sharing,
    ShowingPassages,
    AskingPeople,
    Voting,
    Visits,
    PlanningVisits,
    Programmes,
    Participants,
    LoggingFeedback,
    AnsweringQuotations,
    OwnFeedback,
    Home,
    Reminding,
    Reviewing,
    Boards,
    GroupDiscussions,
    Reporting,
    Packing,
    Commitments,
    Progressing,
    AnsweringGaps,
    Browsing,
    UsingLessons,
    Saving,
    ExportingLessons,
    ReviewingLessons,
    ProposingLessons,
    JoiningLessons,
    MergingLessons,
)
