"""JSON-LD says only what the page shows."""

import json

from projects import SAMPLE

from iopguide import structured_data
from iopguide.library import open_library


def test_a_condition_as_data() -> None:
    data = structured_data.page(open_library(SAMPLE), "conditions/alcohol.md", None)
    assert json.loads(data) == {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": "Alcohol use disorder",
        "description": "Trouble controlling drinking. Treatment works for many people.",
        "inLanguage": "en",
        "dateModified": "2026-11-23",
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "about": {
            "@type": "MedicalCondition",
            "name": "Alcohol use disorder",
        },
    }


def test_text_cannot_end_the_script_element(project, edit) -> None:  # type: ignore[no-untyped-def]
    edit("content/conditions/alcohol.md", "title: Alcohol use disorder", "title: Alcohol & more")
    assert "&" not in structured_data.page(open_library(project), "conditions/alcohol.md", None)
