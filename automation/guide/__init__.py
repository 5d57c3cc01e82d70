"""The error guide as it is read: a card on the terminal, a list, a search, a page of the documentation."""

from __future__ import annotations

from ekakushin.automation.guide.card import Card, card, card_of, tell_error
from ekakushin.automation.guide.page import page
from ekakushin.automation.guide.printing import list_guide, search_guide, show_guide

__all__ = ["Card", "card", "card_of", "list_guide", "page", "search_guide", "show_guide", "tell_error"]
