"""Every topic the site must cover has its page, and every address that others link to exists."""

import pytest
from projects import ROOT

from iopguide.library import open_library
from iopguide.navigation import url

LIBRARY = open_library(ROOT)
WORDS = {path: f"{document.meta.model_dump_json()} {document.body}".lower() for path, document in LIBRARY.pages.items()}

TOPICS = {
    "what an IOP is": ("what-is-iop.md", "hours"),
    "mental health as well as addiction": ("what-is-iop.md", "mental health"),
    "bridge between inpatient and outpatient": ("what-is-iop.md", "step"),
    "structured schedule": ("components/structured-schedule.md", "schedule"),
    "the team": ("what-is-iop.md", "team"),
    "the goal of an IOP": ("what-is-iop.md", "skills"),
    "range of approaches": ("therapies/index.md", "therapy"),
    "level of structure": ("compare.md", "comparison"),
    "living at home": ("levels/iop.md", "home"),
    "work, school and family": ("work-and-school.md", "work"),
    "duration": ("levels/iop.md", "weeks"),
    "intensity": ("levels/iop.md", "hours"),
    "continuity and stepping down": ("components/continuing-care.md", "step"),
    "whole-person approach": ("what-is-iop.md", "whole"),
    "individual therapy": ("components/individual-therapy.md", "one"),
    "group therapy": ("components/group-therapy.md", "group"),
    "psychoeducation": ("components/psychoeducation.md", "teach"),
    "family involvement": ("components/family-involvement.md", "family"),
    "medication management": ("components/medication.md", "prescrib"),
    "relapse prevention": ("components/preventing-return-to-use.md", "trigger"),
    "holistic therapies": ("components/complementary-approaches.md", "mindfulness"),
    "aftercare": ("components/continuing-care.md", "continuing care"),
    "substance use disorders, mild to severe": ("conditions/alcohol.md", "severe"),
    "alcohol": ("conditions/alcohol.md", "withdrawal"),
    "opioids": ("conditions/opioids.md", "naloxone"),
    "stimulants": ("conditions/stimulants.md", "contingency"),
    "cannabis": ("conditions/cannabis.md", "cannabis"),
    "other drugs": ("conditions/other-substances.md", "ghb"),
    "sedatives": ("conditions/sedatives.md", "seizure"),
    "co-occurring disorders": ("conditions/co-occurring-disorders.md", "together"),
    "gambling": ("conditions/gambling.md", "gambling"),
    "internet and gaming": ("conditions/gaming-and-internet.md", "icd-11"),
    "sex": ("conditions/compulsive-sexual-behavior.md", "icd-11"),
    "food": ("conditions/food-and-eating-control.md", "eating disorder"),
    "shopping": ("conditions/compulsive-buying.md", "buying"),
    "depression": ("conditions/depression.md", "988"),
    "bipolar disorder": ("conditions/bipolar.md", "mania"),
    "generalized anxiety": ("conditions/generalized-anxiety.md", "worry"),
    "social anxiety": ("conditions/social-anxiety.md", "group"),
    "panic": ("conditions/panic.md", "heart"),
    "PTSD": ("conditions/ptsd.md", "trauma"),
    "complex trauma": ("conditions/complex-trauma.md", "icd-11"),
    "dissociative disorders": ("conditions/dissociative-disorders.md", "specialist"),
    "borderline personality disorder": ("conditions/borderline-personality.md", "dbt"),
    "eating disorders": ("conditions/eating-disorders.md", "medical"),
    "OCD": ("conditions/ocd.md", "exposure"),
    "ADHD": ("conditions/adhd.md", "outpatient"),
    "CBT": ("therapies/cbt.md", "thought"),
    "DBT": ("therapies/dbt.md", "skills"),
    "EMDR": ("therapies/emdr.md", "trauma"),
    "trauma-focused CBT": ("therapies/tf-cbt.md", "caregiver"),
    "motivational interviewing": ("therapies/motivational-interviewing.md", "change"),
    "how to choose a program": ("choosing-a-program.md", "ask"),
    "is it right for me": ("is-iop-right-for-me/index.md", "not a medical test"),
    "the provider": ("our-program.md", "provider"),
}

ADDRESSES = [
    "/",
    "/get-help-now/",
    "/what-is-iop/",
    "/compare/",
    "/levels/mutual-support/",
    "/levels/outpatient/",
    "/levels/iop/",
    "/levels/php/",
    "/levels/residential/",
    "/levels/hospital/",
    "/components/",
    "/components/structured-schedule/",
    "/components/individual-therapy/",
    "/components/group-therapy/",
    "/components/psychoeducation/",
    "/components/family-involvement/",
    "/components/medication/",
    "/components/preventing-return-to-use/",
    "/components/complementary-approaches/",
    "/components/continuing-care/",
    "/conditions/",
    "/conditions/alcohol/",
    "/conditions/opioids/",
    "/conditions/stimulants/",
    "/conditions/cannabis/",
    "/conditions/sedatives/",
    "/conditions/other-substances/",
    "/conditions/co-occurring-disorders/",
    "/conditions/gambling/",
    "/conditions/gaming-and-internet/",
    "/conditions/compulsive-sexual-behavior/",
    "/conditions/food-and-eating-control/",
    "/conditions/compulsive-buying/",
    "/conditions/depression/",
    "/conditions/bipolar/",
    "/conditions/generalized-anxiety/",
    "/conditions/social-anxiety/",
    "/conditions/panic/",
    "/conditions/ptsd/",
    "/conditions/complex-trauma/",
    "/conditions/dissociative-disorders/",
    "/conditions/borderline-personality/",
    "/conditions/eating-disorders/",
    "/conditions/ocd/",
    "/conditions/adhd/",
    "/therapies/",
    "/therapies/cbt/",
    "/therapies/motivational-interviewing/",
    "/therapies/contingency-management/",
    "/therapies/dbt/",
    "/therapies/emdr/",
    "/therapies/prolonged-exposure/",
    "/therapies/cognitive-processing-therapy/",
    "/therapies/tf-cbt/",
    "/therapies/exposure-and-response-prevention/",
    "/therapies/family-therapy/",
    "/therapies/craft/",
    "/therapies/twelve-step-facilitation/",
    "/therapies/community-reinforcement/",
    "/therapies/mindfulness-based-prevention/",
    "/therapies/matrix-model/",
    "/therapies/behavioral-activation/",
    "/therapies/methadone/",
    "/therapies/buprenorphine/",
    "/therapies/naltrexone/",
    "/therapies/acamprosate/",
    "/therapies/disulfiram/",
    "/therapies/naloxone/",
    "/therapies/medicines-for-mood/",
    "/therapies/medicines-for-anxiety/",
    "/is-iop-right-for-me/",
    "/is-iop-right-for-me/how-it-decides/",
    "/families/",
    "/typical-week/",
    "/cost-and-insurance/",
    "/work-and-school/",
    "/your-rights-and-privacy/",
    "/choosing-a-program/",
    "/withdrawal-safety/",
    "/getting-assessed/",
    "/telehealth/",
    "/young-people/",
    "/pregnancy/",
    "/recovery-housing/",
    "/if-things-get-worse/",
    "/sent-by-court-or-work/",
    "/es/",
    "/questions/",
    "/a-to-z/",
    "/glossary/",
    "/sources/",
    "/our-program/",
    "/about/",
    "/about/how-we-write/",
    "/about/privacy/",
    "/about/accessibility/",
]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_a_page_that_speaks_of_it(topic: str) -> None:
    path, word = TOPICS[topic]
    assert path in LIBRARY.pages
    assert word in WORDS[path]


def test_every_address_that_others_link_to_exists() -> None:
    lists = {f"/{url(path)}" for path in LIBRARY.pages if path.startswith("sources/")}
    assert {f"/{url(path)}" for path in LIBRARY.pages} - lists == set(ADDRESSES)


def test_people_can_reach_every_page_from_the_menu_or_a_list() -> None:
    listed = {path.removeprefix("/") for section in LIBRARY.content.menu.meta.sections for path in section.pages}
    reached = listed | {
        path for kind in ("levels", "conditions", "components", "therapies") for path in LIBRARY.records(kind)
    }
    lists = {path for path in LIBRARY.pages if path.startswith("sources/")}
    assert set(LIBRARY.pages) - lists - reached == {"index.md", "is-iop-right-for-me/how-it-decides.md"}
