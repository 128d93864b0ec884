"""What everything that can be pressed or submitted is called, and what it carries.

A button carries ids and never text, so an answer can grow and a case study change without making
buttons that were posted long ago lie.
"""

from enum import StrEnum
from typing import Literal


class Action(StrEnum):
    """Everything that can be pressed or chosen."""

    SAVE_ANSWER = "save_answer"
    SHOW_PASSAGE = "show_passage"
    """Followed by the quote's number, as no two buttons of a row may be called the same."""
    ASK = "ask"
    """On App Home, where nothing can be typed."""
    ASK_PERSON = "ask_person"
    MARK_RESOLVED = "mark_resolved"
    CHOOSE = "choose_question"
    """Followed by the choice's number."""
    SHARE = "share_answer"
    VOTE = "vote_on_answer"

    REMIND = "remind"
    """Off or on."""

    # On buttons elsewhere; each carries the id of a visit.
    REVIEW_FEEDBACK = "review_feedback"
    SHOW_BOARD = "show_board"
    SHOW_GROUP_FEEDBACK = "show_group_feedback"
    SHOW_COMMITMENTS = "show_commitments"
    MAKE_COMMITMENT = "make_commitment"
    STEP_COMMITMENT = "take_step_with_commitment"
    """In a block that is called like the commitment."""
    SHOW_PROGRESS = "show_progress"
    """Carries a commitment, whose council is looked at, or nothing for one's own."""
    CHOOSE_PROGRESS = "choose_progress"
    STEP_IN_PROGRESS = "take_step_in_progress"
    """In a block that is called like the commitment, as above."""
    SAY_LESSON_HELPED = "say_lesson_helped"
    """Carries a commitment that is done."""
    MAKE_REPORT = "make_report"
    POST_CHARTS = "post_charts"
    SEND_TO_HOST = "send_report_to_host"
    GATHER_PACK = "gather_pack"
    POST_PACK = "post_pack"

    # In the queue, whose modal knows what they are about.
    ACCEPT_FEEDBACK = "accept_feedback"
    ASK_FOR_INFORMATION = "ask_for_information"
    REJECT_FEEDBACK = "reject_feedback"
    REOPEN_FEEDBACK = "reopen_feedback"
    KEEP_BACK = "keep_feedback_back"
    RELEASE = "release_feedback"
    TURN_QUEUE = "turn_queue"
    """Followed by which way, in places."""
    FILTER_QUEUE = "filter_queue"
    """Followed by what it is filtered by."""

    OPEN_VISIT = "open_visit"
    LIST_VISITS = "list_visits"
    LIST_VISITS_ON = "list_visits_on"
    PLAN_VISIT = "plan_visit"
    PLAN_MORE = "plan_visit_more"
    CHANGE_VISIT = "change_visit"
    ADVANCE_VISIT = "advance_visit"
    AGREE = "agree_to_consent"
    SHOW_CONSENT = "show_consent"
    LEAVE_VISIT = "leave_visit"
    # On the board, whose modal knows what was chosen.
    CHOOSE_FEEDBACK = "choose_feedback"
    TURN_BOARD = "turn_board"
    """Followed by the page to turn to."""
    FILTER_BOARD = "filter_board"
    COMPOSE = "compose_group_feedback"

    # On the group feedback; each carries a record and the edition of its words.
    REVISE_GROUP_FEEDBACK = "revise_group_feedback"
    AGREE_TO_WORDS = "agree_to_group_feedback"
    SETTLE = "settle_group_feedback"
    WITHDRAW_GROUP_FEEDBACK = "withdraw_group_feedback"

    SHOW_PROGRAMME = "show_programme"
    TURN_PROGRAMME = "turn_programme"
    TURN_PROGRAMME_ON = "turn_programme_on"
    ADD_SESSION = "add_session"
    CHANGE_SESSION = "change_session"
    REMOVE_SESSION = "remove_session"
    IMPORT_PROGRAMME = "import_programme"
    EXPORT_PROGRAMME = "export_programme"

    SHOW_PEOPLE = "show_people"
    TURN_PEOPLE = "turn_people"
    TURN_PEOPLE_ON = "turn_people_on"
    ADD_PEOPLE = "add_people"
    CHANGE_PERSON = "change_person"
    FIND_PERSON = "find_person"
    REMOVE_PERSON = "remove_person"
    IMPORT_PEOPLE = "import_people"

    LOG_FEEDBACK = "log_feedback"
    """Wherever feedback can be logged from; see ``log_pointer``."""
    ADD_DETAIL = "add_detail"
    START_AFRESH = "start_afresh"
    CHOOSE_VISIT = "choose_visit"
    OPEN_AND_LOG = "open_visit_and_log"
    MY_FEEDBACK = "my_feedback"
    TURN_MY_FEEDBACK = "turn_my_feedback"
    """Followed by the number of the page."""
    CHANGE_FEEDBACK = "change_feedback"
    """Carries the id of the record, on buttons elsewhere too."""
    WITHDRAW_FEEDBACK = "withdraw_feedback"
    AGREE_TO_QUOTE = "agree_to_quote"
    REFUSE_QUOTE = "refuse_quote"

    # On the lessons; what is chosen stands in the modal.
    BROWSE = "browse_lessons"
    SHOW_THEME = "show_lessons_on"
    """Carries a theme, or nothing for all."""
    TURN_LESSONS = "turn_lessons"
    TURN_LESSONS_ON = "turn_lessons_on"
    NARROW_LESSONS = "narrow_lessons"
    OPEN_LESSON = "open_lesson"
    POST_LESSON = "post_lesson"
    USE_LESSON = "use_lesson"
    SHOW_SAVED = "show_saved"
    TURN_SAVED = "turn_saved"
    TURN_SAVED_ON = "turn_saved_on"
    EXPORT_SAVED = "export_saved"
    EXPORT_LESSONS = "export_lessons"
    SAVE = "save"
    """Carries what is saved, as the three below do; see ``knowledge.saved``."""
    UNSAVE = "unsave"
    REMOVE_SAVED = "remove_saved"
    PUT_BACK_SAVED = "put_back_saved"
    FOLLOW_UP_USE = "follow_up_use"
    """Carries the id of an adoption."""

    # On the lessons that wait; each that is about one carries its id.
    REVIEW_LESSONS = "review_lessons"
    """Carries the page of the list, on buttons elsewhere too."""
    TURN_REVIEWS = "turn_lessons_to_review"
    TURN_REVIEWS_ON = "turn_lessons_to_review_on"
    REVIEW_LESSON = "review_lesson"
    CHECK_LESSON = "check_lesson"
    ENDORSE_LESSON = "endorse_lesson"
    SHARE_LESSON = "share_lesson"
    RENEW_LESSON = "renew_lesson"
    RETURN_LESSON = "return_lesson"
    REJECT_LESSON = "reject_lesson"
    RETIRE_LESSON = "retire_lesson"
    CONTRADICT_LESSON = "contradict_lesson"
    REVISE_LESSON = "revise_lesson"
    MERGE_REVIEWED = "merge_lesson_under_review"

    # On the list of gaps; each that is about one carries its id.
    SHOW_GAPS = "show_gaps"
    TURN_GAPS = "turn_gaps"
    TURN_GAPS_ON = "turn_gaps_on"
    ANSWER_GAP = "answer_gap"
    PLACE_GAP = "put_gap_on_visit"
    DECLINE_GAP = "decline_gap"

    # Where a lesson can be proposed from; each carries what it is begun with.
    PROPOSE_FROM_RECORD = "propose_lesson_from_record"
    PROPOSE_FROM_BOARD = "propose_lesson_from_board"
    """Carries a visit; the modal knows what was chosen."""
    PROPOSE_FROM_PASSAGE = "propose_lesson_from_passage"
    PROPOSE_FOR_GAP = "propose_lesson_for_gap"

    # On the form of a lesson, whose modal knows what it rests on.
    REST_ON = "rest_lesson_on"
    """Followed by the edition of the form; carries the mark of something more."""
    TAKE_OFF = "take_off_lesson"
    """Carries the mark of something less."""

    # Beside lessons that say nearly the same; the modal knows what yours rests on.
    SHOW_NEAR_LESSONS = "show_near_lessons"
    ADD_AS_EVIDENCE = "add_as_evidence"
    MERGE_LESSON = "merge_lesson"
    PROPOSE_ANEW = "propose_lesson_anew"


class Shortcut(StrEnum):
    """Everything that is chosen from Slack's own menus; the manifest says what it is called there."""

    LOG_FEEDBACK = "log_visit_feedback"
    LOG_MESSAGE = "log_message_as_feedback"


class Form(StrEnum):
    """Everything that can be submitted."""

    QUESTION = "question_from_home"
    VOTE_REASON = "vote_reason"
    QUESTION_TO_AUTHOR = "question_to_author"
    REASON_FOR_REJECTING = "reason_for_rejecting"
    REASON_FOR_REOPENING = "reason_for_reopening"
    NEW_VISIT = "new_visit"
    VISIT_CHANGE = "visit_change"
    SESSION = "session_of_visit"
    PROGRAMME_FILE = "programme_file"
    PROGRAMME_PREVIEW = "programme_preview"
    NEW_PEOPLE = "new_people"
    SEAT = "seat_on_visit"
    PEOPLE_FILE = "people_file"
    FEEDBACK = "visit_feedback"
    GROUP_FEEDBACK = "group_feedback_of_a_visit"
    REPORT = "report_of_a_visit"
    PACK = "pack_of_a_visit"
    COMMITMENT = "commitment_of_a_council"
    STEP_OF_COMMITMENT = "step_of_commitment"
    LESSON_THAT_HELPED = "lesson_that_helped"
    LESSON_FILTERS = "filters_of_lessons"
    LESSON_CHANNEL = "channel_for_a_lesson"
    LESSON_EXPORT = "export_of_lessons"
    LESSON_USE = "use_of_a_lesson"
    LESSON_CHECK = "check_of_a_lesson"
    LESSON_SHARING = "sharing_of_a_lesson"
    LESSON_REASON = "reason_about_a_lesson"
    LESSON_REVISION = "revision_of_a_lesson"
    LESSON_PROPOSAL = "proposal_of_a_lesson"
    LESSON_EVIDENCE = "evidence_for_a_lesson"
    LESSON_MERGING = "merging_of_two_lessons"
    LESSON_PARTNER = "lesson_to_go_into"
    LESSON_UNION = "union_of_two_lessons"
    GAP_ANSWER = "answer_to_a_gap"
    GAP_PLACE = "place_of_a_gap"
    GAP_REASON = "reason_against_a_gap"


class Field(StrEnum):
    """What a form asks for; a block and its only element go by the same name."""

    WANTED = "wanted"
    CHOICE = "choice"
    REASON = "reason"


def quote_pointer(question_id: str, number: int) -> str:
    """A quote, by the question it answers and its number in the answer, counted from 1."""
    return f"{question_id} {number}"


def pointed_quote(pointer: str) -> tuple[str, int]:
    question_id, _, number = pointer.rpartition(" ")
    return question_id, int(number)


def choice_pointer(question_id: str, number: int) -> str:
    """A narrower question, by the one it was offered for and its number there, counted from 1."""
    return f"{question_id} {number}"


def pointed_choice(pointer: str) -> tuple[str, int]:
    question_id, _, number = pointer.rpartition(" ")
    return question_id, int(number)


def ballot(question_id: str, value: Literal[1, -1]) -> str:
    return f"{question_id} {'up' if value > 0 else 'down'}"


def cast_ballot(ballot: str) -> tuple[str, Literal[1, -1]]:
    question_id, _, thumb = ballot.rpartition(" ")
    return question_id, 1 if thumb == "up" else -1


_ANY = "-"  # no id, as those begin with a letter or a digit


def log_pointer(visit: str | None = None, session: str | None = None, enquiry: str | None = None) -> str:
    """The visit, the session and the question that feedback is logged on.

    A visit or a session that is left out is the one in hand; a question, none.
    """
    left_out = f" {_ANY}"
    pointer = " ".join(part or _ANY for part in (visit, session, enquiry))
    return pointer.removesuffix(left_out).removesuffix(left_out)


def pointed_log(pointer: str) -> tuple[str | None, str | None, str | None]:
    given = [None if part == _ANY else part for part in pointer.split(" ")]
    visit, session, enquiry = (*given, None, None)[:3]
    return visit or None, session, enquiry


def words_pointer(record_id: str, edition: int) -> str:
    """The words of a record as they were read, by how often they had been changed."""
    return f"{record_id} {edition}"


def pointed_words(pointer: str) -> tuple[str, int]:
    record_id, _, edition = pointer.rpartition(" ")
    return record_id, int(edition)
