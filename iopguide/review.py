"""Whether a clinician has reviewed the very words that stand on a page."""

import calendar
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from iopguide.loader import Document


def text_hash(document: Document[Any]) -> str:
    """The mark of a page's words: 12 hex digits of SHA-256 over all that a reviewer reads."""
    fields = document.meta.model_dump(mode="json", exclude={"review", "changed"})
    words = json.dumps([fields, document.body], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def is_reviewed(document: Document[Any]) -> bool:
    """True only if a named clinician reviewed these very words."""
    review = document.meta.review
    return bool(review.status == "reviewed" and review.text_hash == text_hash(document))


def sentence(document: Document[Any]) -> str:
    """The review line of a page."""
    review = document.meta.review
    if is_reviewed(document):
        return f"Reviewed by {review.reviewer}, {review.credentials}, on {day(review.date)}. Next review by {day(review.next_date)}."
    if review.status == "reviewed":
        return "Changed since a clinician last reviewed it. It awaits a new review."
    return "Not yet reviewed by a clinician."


def unreviewed(documents: Iterable[Document[Any]]) -> int:
    """How many pages no clinician has reviewed as they stand."""
    return sum(not is_reviewed(document) for document in documents)


def day(date: Any) -> str:
    """A date as readers see it: 23 November 2026."""
    return f"{date.day} {calendar.month_name[date.month]} {date.year}"
