"""Files become typed records, or problems with their lines. Fourth step: each file alone, no links between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from iopguide.catalogs import Citation, Helpline, Menu, Provider, SearchWords, Term, Vocabulary
from iopguide.models import Component, Condition, Level, Page, Record, Therapy
from iopguide.problems import ContentError, Problem, did_you_mean
from iopguide.questionnaire import Proof, Questionnaire
from iopguide.source import Loc, Source, read_markdown, read_yaml

M = TypeVar("M", bound=Record)
UNPUBLISHED = ("decisions", "assets")


@dataclass(frozen=True)
class Document(Generic[M]):
    """One loaded record: its checked fields, its prose, and where each of them stands in its file."""

    name: str
    """Slug, key or path, unique among its kind."""
    meta: M
    source: Source
    prefix: Loc = ()
    """Where the record begins inside a file that holds many."""

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.source.body

    def problem(self, loc: Loc, message: str) -> Problem:
        """A problem at one of the record's fields."""
        return Problem(self.source.path, self.source.line((*self.prefix, *loc)), _dotted(loc), message)


@dataclass(frozen=True)
class Content:
    """Everything that was loaded, by kind."""

    pages: dict[str, Document[Page]]
    levels: dict[str, Document[Level]]
    conditions: dict[str, Document[Condition]]
    components: dict[str, Document[Component]]
    therapies: dict[str, Document[Therapy]]
    citations: dict[str, Document[Citation]]
    helplines: dict[str, Document[Helpline]]
    glossary: dict[str, Document[Term]]
    vocabulary: Document[Vocabulary]
    menu: Document[Menu]
    provider: Document[Provider]
    search: Document[SearchWords] | None = None
    questionnaire: Document[Questionnaire] | None = None
    proof: Document[Proof] | None = None
    unread: frozenset[str] = frozenset()
    """What stands in a file but could not be read, as kind/name, or kind/* for a whole file."""

    def lacks(self, kind: str, name: str) -> bool:
        """True if no file holds this record. One that holds it with faults is not lacking: its own problems are told."""
        return name not in getattr(self, kind) and not {f"{kind}/{name}", f"{kind}/*"} & self.unread


def load(root: Path) -> tuple[Content, list[Problem]]:
    """Loads `content/` and `docs/` below `root`: what could be read, and every problem of every file."""
    loading = _Loading(root)
    content = Content(
        pages=loading.pages(),
        levels=loading.folder("levels", Level),
        conditions=loading.folder("conditions", Condition),
        components=loading.folder("components", Component),
        therapies=loading.folder("therapies", Therapy),
        citations=loading.keyed("citations", Citation),
        helplines=loading.keyed("helplines", Helpline),
        glossary=loading.keyed("glossary", Term),
        vocabulary=loading.single("vocabulary", Vocabulary),
        menu=loading.single("menu", Menu),
        provider=loading.single("provider", Provider),
        search=loading.optional("search", SearchWords),
        questionnaire=loading.optional("questionnaire", Questionnaire),
        proof=loading.optional("proof", Proof),
    )
    loading.refuse_strays({field.name for field in fields(Content)} - {"pages", "unread"})
    return replace(content, unread=frozenset(loading.unread)), loading.problems


class _Loading:
    """Collects the problems of all files while they are read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def pages(self) -> dict[str, Document[Page]]:
        """The pages of docs/, by their path there."""
        docs = self.root / "docs"
        files = (
            file
            for file in sorted(docs.rglob("*.md"))
            if file.is_file() and file.relative_to(docs).parts[0] not in UNPUBLISHED
        )
        named = [(file.relative_to(docs).as_posix(), file) for file in files]
        for name, _ in named:
            if not all(map(_is_slug, name.removesuffix(".md").split("/"))):
                self._stray(f"docs/{name}", _SLUG_SENTENCE)
        documents = (self._document("pages", name, file, Page) for name, file in named)
        return {document.name: document for document in documents if document}

    def folder(self, name: str, model: type[M]) -> dict[str, Document[M]]:
        """The records of one folder of content/, by slug."""
        documents: dict[str, Document[M]] = {}
        for file in sorted((self.root / "content" / name).iterdir() if (self.root / "content" / name).is_dir() else []):
            path = file.relative_to(self.root).as_posix()
            if file.name.startswith("."):
                continue
            if file.suffix != ".md" or not file.is_file():
                self._stray(path, "only Markdown files (.md) belong here. Rename or move it.")
            elif not _is_slug(file.stem):
                self._stray(path, _SLUG_SENTENCE)
            elif document := self._document(name, file.stem, file, model):
                documents[document.name] = document
        return documents

    def keyed(self, name: str, model: type[M]) -> dict[str, Document[M]]:
        """The records of one YAML file, by key."""
        source = self._read(self.root / "content" / f"{name}.yml", read_yaml)
        if source is None:
            self.unread.add(f"{name}/*")
            return {}
        documents = ((key, self._validate(name, key, model, source, (key,))) for key in source.values)
        return {key: document for key, document in documents if document}

    def single(self, name: str, model: type[M]) -> Document[M]:
        """A YAML file that is one record; an empty stand-in if it has a problem, since the library is then refused."""
        source = self._read(self.root / "content" / f"{name}.yml", read_yaml)
        document = self._validate(name, "*", model, source) if source else None
        if document is None:
            self.unread.add(f"{name}/*")
        stand_in = cast(M, model.model_construct())
        return document or Document(name, stand_in, Source(name, {}))

    def optional(self, name: str, model: type[M]) -> Document[M] | None:
        """A YAML file that is one record and need not be there; None also if it has a problem."""
        file = self.root / "content" / f"{name}.yml"
        source = self._read(file, read_yaml) if file.exists() else None
        document = self._validate(name, "*", model, source) if source else None
        if file.exists() and document is None:
            self.unread.add(f"{name}/*")
        return document

    def refuse_strays(self, known: set[str]) -> None:
        """A file that nothing reads is a mistake somebody made: say so."""
        for file in sorted((self.root / "content").iterdir() if (self.root / "content").is_dir() else []):
            if not file.name.startswith(".") and (file.stem not in known or (file.is_file() and file.suffix != ".yml")):
                path = file.relative_to(self.root).as_posix()
                self._stray(path, f"nothing reads this file.{did_you_mean(file.stem, known)}")

    def _stray(self, path: str, message: str) -> None:
        self.problems.append(Problem(path, 1, "", message))

    def _read(self, file: Path, read: Callable[[Path, Path], Source]) -> Source | None:
        try:
            return read(self.root, file)
        except FileNotFoundError:
            self.problems.append(
                Problem(file.relative_to(self.root).as_posix(), 1, "", "the file is missing. Put it back.")
            )
        except OSError as error:
            self._stray(
                file.relative_to(self.root).as_posix(),
                f"this cannot be read ({error.strerror}). Put a plain file here.",
            )
        except ContentError as error:
            self.problems.extend(error.problems)
        return None

    def _document(self, kind: str, name: str, file: Path, model: type[M]) -> Document[M] | None:
        source = self._read(file, read_markdown)
        if source is None:
            self.unread.add(f"{kind}/{name}")
            return None
        self.problems.extend(_body_problems(source, model))
        return self._validate(kind, name, model, source)

    def _validate(self, kind: str, name: str, model: type[M], source: Source, prefix: Loc = ()) -> Document[M] | None:
        values = source.values[prefix[0]] if prefix else source.values  # type: ignore[index]
        try:
            meta: M = model.model_validate(values)
            return Document(name, meta, source, prefix)
        except ValidationError as error:
            for detail in error.errors():
                loc = (*prefix, *detail["loc"])
                self.problems.append(Problem(source.path, source.line(loc), _dotted(loc), _sentence(detail, model)))
            self.unread.add(f"{kind}/{name}")
        return None


_SLUG_SENTENCE = "a file name has only small letters, digits and single hyphens, such as social-anxiety.md."
_OWN_HEADINGS = ("Sources", "Fuentes")
"""Headings that the generator writes itself."""


def _is_slug(name: str) -> bool:
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in name.split("-"))


def _dotted(loc: Loc) -> str:
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)


def headings(body: str) -> Iterator[tuple[int, str]]:
    """Line (from 0) and words of each level 2 heading of a body."""
    for number, row in enumerate(body.split("\n")):
        if row.startswith("## "):
            yield number, row[3:].strip()


def _body_problems(source: Source, model: type[Record]) -> Iterator[Problem]:
    """A body has words, no heading of level 1, and its required headings in order."""
    if not source.body.strip():
        yield Problem(source.path, source.body_line, "", "the page has no text below the front matter. Write it.")
    for number, row in enumerate(source.body.split("\n")):
        if row.startswith("# "):
            yield Problem(
                source.path, source.body_line + number, "", "a heading of level 1 is made from 'title'. Begin with ##."
            )
    found = [words for _, words in headings(source.body)]
    for number, words in headings(source.body):
        if words in _OWN_HEADINGS or found.index(words) < [line for line, _ in headings(source.body)].index(number):
            line = source.body_line + number
            yield Problem(source.path, line, "", f"the heading '{words}' stands twice on the page. Use other words.")
    wanted = list(model.required_headings)
    if found[: len(wanted)] != wanted:
        missing = [heading for heading in wanted if heading not in found]
        what = f"missing: {', '.join(missing)}" if missing else "they are in another order"
        yield Problem(
            source.path,
            source.body_line,
            "",
            f"the text needs these headings first, in this order: {', '.join(wanted)} ({what}).",
        )


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One pydantic error in words for a writer."""
    context, given = error.get("ctx", {}), error.get("input")
    kind = error["type"]
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(given=given, **context)
    if kind == "extra_forbidden":
        fields = _fields_at(model, error["loc"][:-1])
        return f"there is no field of this name.{did_you_mean(str(error['loc'][-1]), fields)} Known: {', '.join(sorted(fields))}."
    if kind in ("literal_error", "enum"):
        expected = str(context["expected"]).replace("'", "")
        return (
            f"'{given}' is not one of {expected}.{did_you_mean(str(given), expected.replace(' or ', ', ').split(', '))}"
        )
    if kind == "value_error":
        return f"{context['error']}."
    if kind == "string_pattern_mismatch":
        return f"'{given}' has the wrong form. {_PATTERNS.get(context['pattern'], '')}".strip()
    return f"{error['msg']}."


_SENTENCES = {
    "missing": "this field is missing. Add it.",
    "string_type": "expected text, found {given!r}. Put it in double quotes.",
    "string_too_short": "this is empty. Write the text, or delete the line if the field may be left out.",
    "string_too_long": "this is too long. Use {max_length} letters at most.",
    "tuple_type": "expected a list. Write each item on its own line after '- '.",
    "too_short": "the list is empty. Give at least {min_length}.",
    "dict_type": "expected indented lines of the form 'name: value'.",
    "model_type": "expected indented lines of the form 'name: value'.",
    "model_attributes_type": "expected indented lines of the form 'name: value'.",
    "date_from_datetime_parsing": "{given!r} is not a date. Write it as 2026-11-23.",
    "date_type": "{given!r} is not a date. Write it as 2026-11-23.",
    "date_parsing": "{given!r} is not a date. Write it as 2026-11-23.",
    "int_type": "expected a whole number, found {given!r}.",
    "int_parsing": "expected a whole number, found {given!r}.",
    "int_from_float": "expected a whole number, found {given!r}.",
    "bool_parsing": "expected true or false, found {given!r}.",
    "bool_type": "expected true or false, found {given!r}.",
    "greater_than_equal": "{given} is too small. The least is {ge}.",
    "less_than_equal": "{given} is too large. The most is {le}.",
}
_PATTERNS = {
    r"^[a-z0-9.]+( [a-z0-9.]+){0,3}$": "Use one to four words of small letters, without apostrophes; never a whole question.",
    r"^[a-z0-9.]+(/[a-z0-9.]+)*( [a-z0-9.]+(/[a-z0-9.]+)*){0,3}$": "Use one to four words of small letters; / stands between words that serve as well.",
    r"^[a-z0-9.]+$": "Use one word of small letters.",
    r"^[^\n|\[\]`*]+$": "Use one line of plain words, without | [ ] ` and *.",
    r"^[^\n|]+$": "Use one line without |, since it is a cell of a table.",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Use small letters, digits and single hyphens, such as social-anxiety.",
    r"^https?://[^\s<>\"']+\.[^\s<>\"']+$": "Give a full address that begins with https://.",
    r"^([0-9]{3}|1-[0-9]{3}-[0-9]{3}-[0-9]{4})$": "Write it as 1-800-555-0100, or three digits such as 988, in double quotes.",
    r"^10\.\d{4,}/\S+$": "A DOI begins with 10. and has no https://doi.org/ before it.",
    r"^[0-9][0-9-]+[0-9]$": "Use digits and hyphens, in double quotes.",
    r"^[0-9a-f]{12}$": "Copy the 12 letters and digits that check prints.",
}


def _fields_at(model: Any, loc: Loc) -> set[str]:
    """The field names allowed at `loc`, for 'did you mean'."""
    for part in loc:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = model.model_fields[str(part)].annotation
        options = [option for option in get_args(model) if isinstance(option, type) and issubclass(option, BaseModel)]
        model = options[0] if options else model
    return set(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else set()
