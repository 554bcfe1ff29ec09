"""One project with many faults at once: the complete list, nothing hidden behind something else."""

from pathlib import Path

from projects import Edit, run

FAULTS = [
    ("content/conditions/alcohol.md", "therapies: [cbt]", "therapies: [cbd]"),
    ("content/conditions/alcohol.md", "group: substance-use", "grupp: substance-use"),
    ("content/therapies/cbt.md", "evidence: moderate", "evidence: moderat"),
    ("content/therapies/cbt.md", "You meet each week.", "Call 1-800-555-0100. It helps 9 in 10 people."),
    ("content/components/group-therapy.md", "therapies: [cbt]", "therapies: [cbd]"),
    ("content/levels/iop.md", "title: Intensive", "title: IOP: intensive"),
    ("content/helplines.yml", 'phone: "988"', "phone: 988"),
    ("content/menu.yml", "/help.md", "/halp.md"),
    ("docs/index.md", "[@rule-2020]", "[@rule-2021]"),
    ("docs/help.md", "if there is danger", "<b>if</b> there is {{fact:iop.days}} danger {{call:911"),
]


def test_all_problems_are_told_at_once(project: Path, edit: Edit) -> None:
    for path, old, new in FAULTS:
        edit(path, old, new)
    done = run(project, "check")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == EXPECTED


EXPECTED = """\
content/components/group-therapy.md:7: therapies.1: 'cbd' is not a therapy. Did you mean 'cbt'?
content/conditions/alcohol.md:2: group: this field is missing. Add it.
content/conditions/alcohol.md:7: grupp: there is no field of this name. Did you mean 'group'? Known: also_known_as, changed, components, diagnosis, for_families, group, iop_may_fit, iop_not_enough, lang, medicines, nav, questions, related, review, safety, summary, therapies, title.
content/helplines.yml:5: 988.phone: expected text, found 988. Put it in double quotes.
content/levels/iop.md:2: a colon inside a text, or crooked indenting, confuses YAML. Put the whole text in double quotes, or line up the names.
content/menu.yml:3: sections.1.pages.2: '/halp.md' is not a page. Did you mean '/help.md'?
content/therapies/cbt.md:9: evidence: 'moderat' is not a strength of evidence of vocabulary.yml. Did you mean 'moderate'?
content/therapies/cbt.md:14: '1-800-555-0100' looks like a phone number. Put it in helplines.yml and write {{call:name}}.
content/therapies/cbt.md:14: '9 in 10' needs a source in the same paragraph, list item or cell. Add [@key].
docs/help.md:7: HTML is not allowed in text. Use Markdown.
docs/help.md:7: a { or } is not part of a mark such as {{call:988}}. Complete it or delete it.
docs/index.md:7: 'rule-2021' is not a key of citations.yml. Did you mean 'rule-2020'?

Problems: 12. Nothing was built.
""".splitlines()
