"""A page as schema.org data for search engines: only what the page itself shows."""

import json
from typing import Any

from iopguide import render, review
from iopguide.library import Library
from iopguide.loader import Document
from iopguide.models import Condition, Level, Therapy

_KINDS = {"therapy": "MedicalTherapy", "medicine": "Drug"}


def page(library: Library, path: str, canonical: str | None) -> str:
    """JSON-LD of one page, safe inside a script element."""
    document = library.pages[path]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": document.meta.title,
        "description": render.plain(library, document.meta.summary),
        "inLanguage": document.meta.lang,
        "dateModified": document.meta.changed.isoformat(),
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
    }
    if canonical:
        data["url"] = canonical
    if about := _about(document):
        data["about"] = about
    data |= _review(document)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")


def _about(document: Document[Any]) -> dict[str, Any] | None:
    meta = document.meta
    if isinstance(meta, Condition):
        return {"@type": "MedicalCondition", "name": meta.title}
    if isinstance(meta, Therapy):
        return {"@type": _KINDS[meta.kind], "name": meta.title}
    if isinstance(meta, Level):
        return {"@type": "MedicalTherapy", "name": meta.title}
    return None


def _review(document: Document[Any]) -> dict[str, Any]:
    if not review.is_reviewed(document):
        return {}
    details = document.meta.review
    person = {"@type": "Person", "name": details.reviewer, "honorificSuffix": details.credentials}
    return {"reviewedBy": person, "lastReviewed": details.date.isoformat()}
