"""What should be done before the site is launched or has grown old. Advice only: it never stops a build."""

import datetime
from collections.abc import Iterator
from typing import Any

from iopguide import review
from iopguide.catalogs import Provider, Seen
from iopguide.library import Library
from iopguide.loader import Document

_OWNER_GIVES = ("site_url", "operator", "licence", "phone", "address", "state", "corrections_contact")
_OLD = datetime.timedelta(days=365)
_OLD_NUMBER = datetime.timedelta(days=90)


def before_launch(library: Library, today: datetime.date) -> Iterator[str]:
    """One line for each thing to settle before launch, and for each check that has grown old on `today`."""
    provider: Provider = library.content.provider.meta
    missing = [name for name in _OWNER_GIVES if getattr(provider, name) is None]
    if missing:
        yield f"content/provider.yml: the owner has not given {', '.join(missing)}."
    for document in library.pages.values():
        yield from _review(document, today)
    for key, citation in library.content.citations.items():
        if citation.meta.seen is not Seen.ORIGINAL:
            yield f"content/citations.yml: nobody has read the original of '{key}' yet ({citation.meta.seen.value})."
        elif today - citation.meta.checked_on > _OLD:
            yield f"content/citations.yml: '{key}' was last checked on {citation.meta.checked_on}. Look again."
    for name, line in library.content.helplines.items():
        if line.meta.seen is not Seen.ORIGINAL:
            yield f"content/helplines.yml: '{name}' was not checked on an official page yet ({line.meta.seen.value})."
        elif today - line.meta.checked_on > _OLD_NUMBER:
            yield f"content/helplines.yml: '{name}' was last checked on {line.meta.checked_on}. Call or look again."


def _review(document: Document[Any], today: datetime.date) -> Iterator[str]:
    given = document.meta.review
    if given.status == "reviewed" and not review.is_reviewed(document):
        yield f"{document.source.path}: the words are not those of the review. Their mark (text_hash) is {review.text_hash(document)}."
    elif given.next_date and given.next_date < today:
        yield f"{document.source.path}: the review was due again on {given.next_date}."


def preview(library: Library) -> str:
    """The line that ends every build while pages await review, else ''."""
    waiting = review.unreviewed(library.pages.values())
    return f"Preview: {waiting} pages have not been reviewed by a clinician." if waiting else ""
