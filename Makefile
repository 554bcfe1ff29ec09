# Thin aliases of `python -m iopguide ...`, which works without make too.
PYTHON := .venv/bin/python
APT := $(if $(filter 0,$(shell id -u)),,sudo )apt-get
READY := .venv/ready

.PHONY: site check serve prove prove-mutations search-bench test test-all quick lock tools

site check serve prove prove-mutations: $(READY)
	$(PYTHON) -m iopguide $@

quick: $(READY)
	$(PYTHON) -m iopguide $@

test: $(READY) tools
	$(PYTHON) -m iopguide $@

# Every page in every width, scheme and state; before a release.
test-all: $(READY) tools
	IOPGUIDE_TEST_ALL=1 $(PYTHON) -m iopguide test

$(READY): requirements.lock pyproject.toml
	python3 -m venv .venv || ($(APT) update -qq && $(APT) install -y -qq python3-venv && python3 -m venv .venv)
	$(PYTHON) -m pip install --quiet --require-hashes -r requirements.lock
	$(PYTHON) -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# What the tests need besides Python: a browser, and Java for the HTML checker.
tools:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || ($(APT) update -qq && $(APT) install -y -qq --no-install-recommends chromium)
	@command -v java >/dev/null || ($(APT) update -qq && $(APT) install -y -qq --no-install-recommends default-jre-headless)

# How well the search finds what people mean, beside stock Material; a few minutes.
search-bench: $(READY) tools
	$(PYTHON) tests/search/bench.py

# Writes requirements.lock anew, for all platforms. Needs uv.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock
