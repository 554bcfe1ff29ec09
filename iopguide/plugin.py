"""The only file that knows MkDocs: hands it rendered pages and gives templates what they show. Last step."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from iopguide import advice, navigation, prose, questionnaire_page, render, review, search_index, structured_data
from iopguide.glossary_links import GlossaryLinks
from iopguide.library import Library, open_library
from iopguide.models import SourceList
from iopguide.problems import ContentError
from iopguide.tables import AccessibleTables
from iopguide.way_back import OneWayBack

_QUESTIONNAIRE = {
    "stylesheets": ["assets/site.css", "assets/check.css"],
    "scripts": ["assets/check.mjs"],
    "connects": "'none'",
}
"""The questionnaire asks no server for anything once it is loaded, so it has no search, only the link to the A to Z."""
_RULES = "check-table.mjs"
_SEARCHED = ("search-index.json", "search-text.json")
_LISTS = ("glossary.md", "a-to-z.md", "sources.md")
"""Pages whose words are not linked to the glossary."""
_log = logging.getLogger("mkdocs.plugins.iopguide")


class IOPGuidePlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Registered as `iopguide` in mkdocs.yml."""

    library: Library
    serving = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remembers whether pages are previewed live."""
        self.serving = command == "serve"
        self.glossary = GlossaryLinks()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Loads all content, or stops with every problem before anything is written."""
        self.root = Path(config.config_file_path).parent
        self._open()
        self.contents: dict[str, str] = {}
        self.glossary.learn(self.library.content.glossary)
        self.way_back = OneWayBack()
        config.site_url = self.library.content.provider.meta.site_url or ""
        config.markdown_extensions = [*config.markdown_extensions, self.glossary, AccessibleTables(), self.way_back]  # type: ignore[list-item]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds a page for each record, with a link to the file that holds it."""
        for path, document in self.library.pages.items():
            if path not in self.library.content.pages:
                file = File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
                file.edit_uri = f"../{document.source.path}"
                files.append(file)
        for file in list(files.documentation_pages()):
            if file.src_uri not in self.library.pages:
                files.remove(file)
            file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Gives MkDocs our own Markdown of the page."""
        path = page.file.src_uri
        meta = self.library.pages[path].meta
        is_list = isinstance(meta, SourceList) or path in _LISTS
        self.glossary.active = meta.lang == "en" and not is_list
        self.way_back.lang = meta.lang
        page.meta = {"title": meta.title}
        page.update_date = meta.changed.isoformat()
        return render.markdown(self.library, path)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Keeps the words of the page for the search."""
        self.contents[page.file.src_uri] = html
        return html

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """Gives the template what it shows around the page."""
        context["guide"] = self._guide(page.file.src_uri, config) | self._page(page)
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """The same for the error page."""
        context["guide"] = self._guide("404", config) | _ERROR_PAGE
        return context

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Reloads when content or templates change."""
        for folder in (self.root / "content", self.root / "overrides", Path(__file__).parent / "templates"):
            server.watch(str(folder))
        return server

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Writes what the browser searches and decides by, and says how many pages await review."""
        made = dict(zip(_SEARCHED, search_index.build(self.library, self.contents), strict=True))
        if self.library.content.questionnaire:
            made[_RULES] = questionnaire_page.script(self.library)
        for name, text in made.items():
            (Path(config.site_dir) / "assets" / name).write_text(text, "utf-8")
        if line := advice.preview(self.library):
            _log.info(line)

    def _open(self) -> None:
        """Reads all content. A preview that is running keeps the last good content and says what is wrong."""
        try:
            self.library = open_library(self.root)
        except ContentError as error:
            if not (self.serving and hasattr(self, "library")):
                raise Abort(f"{error}\n\nProblems: {len(error.problems)}. Nothing was built.") from None
            _log.error("%s\n\nProblems: %s. The preview still shows the last good version.", error, len(error.problems))

    def _guide(self, path: str, config: MkDocsConfig) -> dict[str, Any]:
        return {
            "site_name": config.site_name,
            "publisher": self.library.content.provider.meta.name,
            "serving": self.serving,
            "stylesheets": ["assets/site.css"],
            "scripts": ["assets/search-open.mjs"],
            "connects": "'self'",
            "menu": navigation.menu(self.library, path),
            "unreviewed": review.unreviewed(self.library.pages.values()),
            "is_home": path == "index.md",
        }

    def _page(self, page: Page) -> dict[str, Any]:
        path, canonical = page.file.src_uri, page.canonical_url
        document = self.library.pages[path]
        before, after = navigation.neighbours(self.library, path)
        is_questionnaire = prose.shows(document.body, "questionnaire")
        return {
            "title": document.meta.title,
            "description": render.plain(self.library, document.meta.summary),
            "lang": document.meta.lang,
            "json_ld": structured_data.page(self.library, path, canonical),
            "canonical": canonical,
            "breadcrumb": navigation.breadcrumb(self.library, path),
            "edit_url": page.edit_url,
            "previous": before,
            "next": after,
            **(_QUESTIONNAIRE if is_questionnaire else {}),
            "review": {
                "reviewed": review.is_reviewed(document),
                "text": review.sentence(document),
                "changed": review.day(document.meta.changed),
                "changed_iso": document.meta.changed.isoformat(),
            },
        }


_ERROR_PAGE: dict[str, Any] = {
    "title": "Page not found",
    "description": "This address leads nowhere on this site.",
    "lang": "en",
    "json_ld": "",
    "canonical": None,
    "breadcrumb": (),
    "edit_url": None,
    "previous": None,
    "next": None,
    "review": None,
}
