"""What is said while lessons are made into a file."""

TITLE = "Export lessons"
OPENING = "One moment: looking for the lessons you may see."
EXPORT = "Export"
LESSONS = "Which lessons?"
LESSONS_HINT = "At most 100. What you may not see, or what is withdrawn before you send this, is left out."
FORMAT = "As what?"
FORMATS = {"docx": "Word", "md": "Markdown"}
SEND, CANCEL = "Export", "Cancel"
NOTHING = "There is no lesson here to export. Look for some with /lessons, and save those you want to keep."
UNDER_WAY = "I am making the file. It comes to you in a direct message."
MAKING = "I am making the file of the lessons you chose…"
NOT_UPLOADED = "Slack did not take the file just now. Please export the lessons again in a few minutes."
GONE = "None of the lessons you chose is there for you to see any more, so there is no file."


def made(number: int, left_out: int) -> str:
    lessons = "Here is the lesson" if number == 1 else f"Here are the {number} lessons"
    gone = "One is" if left_out == 1 else f"{left_out} are"
    missing = f" {gone} left out: no longer there for you to see." if left_out else ""
    return f"{lessons} you chose, with what each rests on.{missing}"
