"""The roster, a list of people as an office keeps it in Excel: read, joined with the mails, offered as a template."""

from automation.roster.binding import must_be_here, this_pc, this_user
from automation.roster.joining import Joined, join
from automation.roster.joining import sentences as join_sentences
from automation.roster.roster import read_roster, sentences
from automation.roster.rows import Kind, Note, Paper, PaperState, Roster, RosterRow
from automation.roster.template import write_template

__all__ = [
    "Joined",
    "Kind",
    "Note",
    "Paper",
    "PaperState",
    "Roster",
    "RosterRow",
    "join",
    "join_sentences",
    "must_be_here",
    "read_roster",
    "sentences",
    "this_pc",
    "this_user",
    "write_template",
]
