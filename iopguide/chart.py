"""Draws hours of treatment a week as inline SVG. Its text twin stands beside it; used by blocks."""

from collections.abc import Iterable, Sequence
from html import escape

from iopguide.library import hours_text
from iopguide.models import Level

_LEFT, _WIDTH, _ROW, _SCALE_END = 140, 250, 40, 30


def hours(levels: Sequence[Level]) -> str:
    """A figure with one row a level. Only hours of treatment are bars; day-and-night care is a labelled mark."""
    height = _ROW * len(levels) + 30
    rows = "".join(_row(level, _ROW * index) for index, level in enumerate(levels))
    title = "Hours of treatment a week for adults, by level of care"
    words = escape(" ".join(f"{level.short}: {hours_text(level.hours)}" for level in levels))
    svg = (
        f'<svg viewBox="0 0 {_LEFT + _WIDTH + 12} {height}" role="img" aria-labelledby="hours-title hours-words">'
        f'<title id="hours-title">{title}</title><desc id="hours-words">{words}</desc>{"".join(_scale(height))}{rows}</svg>'
    )
    return f'<figure class="hours">{svg}<figcaption>{title}. A fading end means "or more".</figcaption></figure>'


def _x(value: float) -> float:
    return _LEFT + _WIDTH * min(value, _SCALE_END) / _SCALE_END


def _scale(height: int) -> Iterable[str]:
    for value in range(0, _SCALE_END + 1, 10):
        x = _x(value)
        yield f'<line class="hours-grid" x1="{x:g}" y1="0" x2="{x:g}" y2="{height - 22}"/>'
        yield f'<text class="hours-scale" x="{x:g}" y="{height - 6}" text-anchor="middle">{value}</text>'


def _row(level: Level, top: int) -> str:
    label = f'<text class="hours-label" x="{_LEFT - 10}" y="{top + 25}" text-anchor="end">{escape(level.short)}</text>'
    band = level.hours.adults
    if band is None:
        words = "day and night" if level.hours.round_the_clock else "as you choose"
        return f'{label}<text class="hours-mark" x="{_LEFT + 10}" y="{top + 25}">{words}</text>'
    low, high = band
    start, end = _x(low or 0), _x(high or _SCALE_END)
    open_end = "" if high else " hours-open"
    return f'{label}<rect class="hours-bar{open_end}" x="{start:g}" y="{top + 8}" width="{end - start:g}" height="{_ROW - 16}" rx="4"/>'
