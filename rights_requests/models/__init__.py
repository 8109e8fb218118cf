"""What the database holds of rights requests."""

from rights_requests.models.case import Case
from rights_requests.models.demand import Demand
from rights_requests.models.outgoing import Outgoing
from rights_requests.models.pause import Pause
from rights_requests.models.practice import Practice
from rights_requests.models.reply import Draft, Reply
from rights_requests.models.sending import SentForm
from rights_requests.models.step import Step
from rights_requests.models.talk import Message, Note
from rights_requests.models.task import Task

__all__ = [
    "Case",
    "Demand",
    "Draft",
    "Message",
    "Note",
    "Outgoing",
    "Pause",
    "Practice",
    "Reply",
    "SentForm",
    "Step",
    "Task",
]
