"""The roster, a list of people as an office keeps it in Excel: read, joined with the mails, offered as a template."""

from ekakushin.automation.roster.binding import must_be_here, this_pc, this_user
from ekakushin.automation.roster.joining import Joined, join
from ekakushin.automation.roster.joining import sentences as join_sentences
from ekakushin.automation.roster.roster import read_roster, sentences
from ekakushin.automation.roster.rows import Paper, PaperState, Roster, RosterNote, RosterRow, UserKind

__all__ = [
    "Joined",
    "Paper",
    "PaperState",
    "Roster",
    "RosterNote",
    "RosterRow",
    "UserKind",
    "join",
    "join_sentences",
    "must_be_here",
    "read_roster",
    "sentences",
    "this_pc",
    "this_user",
]
