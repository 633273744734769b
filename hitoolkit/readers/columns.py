"""Recognise what the columns of a file hold, by the headings told in columns.toml; never by guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import Concept, concepts, heading_key
from hitoolkit.catalogue.expressions import columns_of, parse
from hitoolkit.errors import InputError, unknown_name
from hitoolkit.groups.echo import looks_like_a_record
from hitoolkit.groups.editions import INDICES, basis_in, edition_in, without_basis
from hitoolkit.readers.postcode_headings import ranks_of_postcodes

YEARS = tuple(INDICES["IMD"].years)
#: More letters of a heading are not said in a message.
LONGEST = 80


@dataclass(frozen=True)
class Column:
    """One column of the file and what it holds."""

    concept: str
    heading: str
    place: int
    #: named: the user said so; heading: by a clear heading; weaker: by one that could mean another; own: as it is
    how: str
    kind: str
    #: What the file holds, where the concept is worked out from it (weeks from days).
    source: str = ""
    divide: float = 1

    @property
    def vintage(self) -> str:
        """The year of the small areas that a heading states: LSOA11 is 2011.

        >>> Column("lsoa", "LSOA code (2021)", 0, "heading", "group").vintage
        '2021'
        """
        year = re.search(r"(?:20)?(01|11|21)", heading_key(self.heading))
        return f"20{year.group(1)}" if year else ""

    @property
    def edition(self) -> str:
        """The edition of the deprivation index that a heading states, or nothing."""
        return edition_in(heading_key(self.heading))

    @property
    def basis(self) -> str:
        """Whether a heading says that its groups are local or national ones, or nothing."""
        return basis_in(heading_key(self.heading))


@dataclass
class Recognised:
    """What the headings of a file say, and what they leave open."""

    name: str
    headings: list[str]
    found: dict[str, Column] = field(default_factory=dict)
    unclear: dict[str, list[Column]] = field(default_factory=dict)
    personal: list[str] = field(default_factory=list)
    #: Columns of postcodes, which only a postcode file is ever held against.
    postcodes: list[Column] = field(default_factory=list)

    def get(self, name: str) -> Column:
        """The column for a concept, or for a heading of an own catalogue. Raises InputError that says what to name."""
        column = self.look(name)
        if column is None:
            raise InputError(self._missing(name))
        return column

    def look(self, name: str) -> Column | None:
        """The column for a concept, or None where there is none. Raises InputError where several could be it."""
        concept = concepts().get(name)
        if concept is None:
            return self._own(name)
        source = concept.source
        direct, other = self.found.get(name), self.found.get(source)
        if other is not None and (direct is None or (other.how == "named" and direct.how != "named")):
            return replace(other, concept=name, source=source, divide=concept.divide, kind="number")
        if direct is not None:
            return direct
        for key in (name, source):
            if key in self.unclear:
                raise InputError(self._several(key))
        return None

    def _own(self, name: str) -> Column | None:
        if name in self.found:
            return self.found[name]
        places = _places(self.headings, name)
        if len(places) > 1:
            raise InputError(f'{self.name} has {len(places)} columns called "{name}". Rename all but one of them.')
        return Column(name, self.headings[places[0]], places[0], "own", "text") if places else None

    def _several(self, name: str) -> str:
        headings = [column.heading for column in self.unclear[name]]
        says = concepts()[name].says
        if len({heading.lower() for heading in headings}) == 1:
            return (
                f'{self.name} has {len(headings)} columns called "{headings[0]}", each of which could be {name} '
                f"({says}). Rename or remove all but the right one."
            )
        return (
            f"{self.name} has several columns that could be {name} ({says}): {', '.join(headings)}. "
            f"Name the right one: {how_to_name(name, headings[0])}."
        )

    def _missing(self, name: str) -> str:
        concept = concepts().get(name)
        says = f" ({concept.says})" if concept else ""
        text = f"{self.name} has no column that is known to be {name}{says}."
        ranks = ranks_of_postcodes(self.headings) if name in ("imd_decile", "imd_quintile") else []
        if ranks:
            return (
                f'{text} Its "{ranks[0]}" is that of a postcode directory, which holds the national rank of an area, '
                "no tenth."
            )
        maybe = self.may_be(name)
        if maybe and concept is not None:
            other = concept.source or next((one.id for one in concepts().values() if one.source == name), "")
            ways, options = f'columns={{"{name}": "{maybe[0]}"}}', f"--column {name}={maybe[0]}"
            if other:
                ways += f' or columns={{"{other}": "{maybe[0]}"}}'
                options += f" or --column {other}={maybe[0]}"
            unit = " in which unit" if other else ""
            return (
                f'{text} "{maybe[0]}" may be, but its heading does not say{unit}. '
                f"Name it: {ways} (on the command line: {options})."
            )
        return f"{text} Its columns: {listed(self.headings)}. Name the right one: {how_to_name(name, 'HEADING')}."

    def may_be(self, name: str) -> list[str]:
        """Headings that may hold a concept but do not say so."""
        concept = concepts().get(name)
        if concept is None:
            return []
        used = {column.place for column in self.found.values()}
        return [one for at, one in enumerate(self.headings) if heading_key(one) in concept.ask and at not in used]


def how_to_name(name: str, heading: str) -> str:
    """How a user names a column, in Python and on the command line."""
    option = f'"{name}={heading}"' if " " in heading else f"{name}={heading}"
    return f'columns={{"{name}": "{heading}"}} (on the command line: --column {option})'


def listed(headings: list[str], most: int = 25) -> str:
    """Headings for a message, a long list cut short.

    >>> listed(["a", "", "b"])
    'a, (no heading), b'
    """
    short = [f"{heading[:LONGEST]}..." if len(heading) > LONGEST else heading for heading in headings[:most]]
    shown = ", ".join(heading or "(no heading)" for heading in short)
    return f"{shown} and {len(headings) - most} more" if len(headings) > most else shown


def recognise(name: str, headings: list[str], named: dict[str, str] | None = None) -> Recognised:
    """Find out which heading holds what.

    `named` says so for some (`{"imd_decile": "My heading"}`) and is always followed. Raises InputError where a named
    concept or heading does not exist, and where nothing at all is recognised.

    >>> recognise("a.csv", ["IMD_Decile ", "WEEKS_WAIT"]).get("weeks_waited").heading
    'WEEKS_WAIT'
    """
    result = Recognised(name, headings)
    taken = set()
    for name_of, heading in (named or {}).items():
        column = _named(result, name_of, heading)
        taken.add(column.place)
        if column.kind == "personal":
            result.personal.append(column.heading)
            result.postcodes.append(column)
        else:
            result.found[name_of] = column
    keys = [heading_key(heading) for heading in headings]
    for concept in concepts().values():
        if concept.kind == "personal":
            held = [place for place, key in enumerate(keys) if key in concept.headings and place not in taken]
            result.personal += [headings[place] for place in held]
            if concept.id == "postcode" and not result.postcodes:
                result.postcodes = [Column(concept.id, headings[at], at, "heading", concept.kind) for at in held]
            continue
        if concept.id in result.found:
            continue
        for how, fits in (("heading", _clear(concept, keys)), ("weaker", _weak(concept, keys))):
            fits = [place for place in fits if place not in taken]
            columns = [Column(concept.id, headings[place], place, how, concept.kind) for place in fits]
            if len(columns) == 1:
                result.found[concept.id] = columns[0]
            elif columns:
                result.unclear[concept.id] = columns
            if columns:
                break
    if not result.found and not result.unclear and not (own_names() & {*headings}):
        if looks_like_a_record(headings):
            raise InputError(
                f"{name} has no column that is recognised, and where its headings belong stands what may be a record, "
                "so it is not repeated here. Put a row of headings above the rows of data."
            )
        raise InputError(
            f"{name} has no column that is recognised. Its columns: {listed(headings)}. "
            f"Say what they hold: {how_to_name('imd_decile', 'HEADING')}."
        )
    return result


def own_names() -> set[str]:
    """Column names that the indicators and dimensions of the catalogue use beyond the concepts told here."""
    names: set[str] = set()
    for indicator in catalogue.blocks("indicator").values():
        for condition in (indicator.numerator_where, indicator.denominator_where):
            names |= columns_of(parse(condition)) if condition else set()
        names |= {indicator.value_of, indicator.count_of} - {""}
    names |= {dimension.column for dimension in catalogue.blocks("dimension").values()}
    return names - set(concepts())


def _named(result: Recognised, concept: str, heading: str) -> Column:
    known = concepts()
    if concept == "personal" or (concept not in known and concept not in own_names()):
        raise InputError(
            unknown_name("column name", concept, [*(n for n in known if n != "personal"), *sorted(own_names())])
        )
    places = _places(result.headings, str(heading))
    if not places:
        raise InputError(f"{result.name}: {unknown_name('column', heading, [one for one in result.headings if one])}")
    if len(places) > 1:
        raise InputError(f'{result.name} has {len(places)} columns called "{heading}". Rename all but one of them.')
    kind = known[concept].kind if concept in known else "text"
    return Column(concept, result.headings[places[0]], places[0], "named", kind)


def _places(headings: list[str], wanted: str) -> list[int]:
    exact = [place for place, one in enumerate(headings) if one == wanted.strip()]
    return exact or [place for place, one in enumerate(headings) if one and heading_key(one) == heading_key(wanted)]


def _clear(concept: Concept, keys: list[str]) -> list[int]:
    fits = []
    for place, key in enumerate(keys):
        plain = _without_year(key) if concept.years else key
        clear = key in concept.headings or plain in concept.headings or key.startswith(concept.starts or ("\0",))
        only = concept.only_with.get(key)
        if clear or (only and any(other in keys for other in only)):
            fits.append(place)
    return fits


def _weak(concept: Concept, keys: list[str]) -> list[int]:
    years = concept.years
    ranks = ranks_of_postcodes(keys) if concept.id == "imd_decile" else []
    return [
        at
        for at, key in enumerate(keys)
        if (key in concept.weaker or (years and _without_year(key) in concept.weaker))
        and key not in ranks
    ]


def _without_year(key: str) -> str:
    key = without_basis(key)
    for year in YEARS:
        key = key.replace(f"({year})", "").replace(year, "")
    return re.sub(r"^imd(04|15|19|25)(?=decile|quintile)", "imd", key)
