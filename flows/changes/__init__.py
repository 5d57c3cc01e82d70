"""What is different between a screen as it was and as it is now, in a person's words, and whether a flow would fail."""

from ekakushin.flows.changes.change import ScreenChange
from ekakushin.flows.changes.comparing import compare, judge_alone, nearest_of
from ekakushin.flows.changes.sight import ScreenSight, key_of_screen, sight_of

__all__ = ["ScreenChange", "ScreenSight", "compare", "judge_alone", "key_of_screen", "nearest_of", "sight_of"]
