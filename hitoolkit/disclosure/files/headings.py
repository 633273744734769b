"""What the heading of a column says about its cells: a person, a count, a figure, an aggregate."""

from __future__ import annotations

import re
from functools import lru_cache

from hitoolkit.catalogue.columns import concepts, heading_key

#: What points to one person, by the words a heading has; the first that fits is what it is.
PERSONAL = [
    ("NHS number", r"nhs ?(number|no|num|id)|new ?nhs ?no|health service (number|id)|(chi|h and c|hcn) number"),
    ("date of birth", r"(date|day) of birth|dob|birth ?(date|day)|d o b|date birth|born|baby birth date"),
    ("local number of a patient", r"(hospital|hosp|case ?note|patient|pat|unit|district|pas|local patient|local|mrn"
     r"|person|spell|pathway|attendance|encounter|medical record) ?(number|no|num|id|identifier|identification|key|ref"
     r"|reference)|mrn|lpid|lopatid|hesid|pseudo ?(hes)?id|pseudonym|encrypted hesid|token ?person ?id"
     r"|person ?id mother|ubrn|ppi"
     r"|study ?(id|number)|subject ?id|participant ?id|(epi|attend|spel|aek)key|attendid|nhi"),
    ("name of a person", r"surname|sur name|fore ?name|(first|last|given|family|middle|full|maiden|known) ?names?"
     r"|patient ?names?|name of patient|next of kin|mother s name|baby name|initials"),
    ("address of a person", r"(home|patient|pat|postal)? ?address ?(line)? ?[1-5]?|homeadd"),
    ("postcode", r"((patient|pat|home|pt|mother s?|current|usual) )?(post ?code|p code|pcode|pcds|pcd[278]?)"
     r"( of (usual )?(address|residence|patient))?|post ?code (formatted|norm)"),
    ("e-mail address or telephone number", r"e ?mail( address)?|(home|mobile|work|contact)? ?(tele)?phone ?(number|no)?"
     r"|mobile|tel|(mobile|contact|telephone) (number|no)"),
]
PLAIN = [(kind, re.compile(rf"(?:{words})")) for kind, words in PERSONAL]

#: Words that make a column one of counts, and words that make it a figure or a label whatever else they say.
COUNTS = re.compile(
    r"\b(counts?|n|numerators?|denominators?|patients|people|persons|individuals|women|men|mothers|fathers|babies"
    r"|children|births|deaths|stillbirths|deliveries|cases|events|attendances?|appointments|admissions?|referrals"
    r"|pathways|observations?|obs|episodes|spells|records|rows|freq|frequency|headcount|total|population|breaches"
    r"|discharges|waiters|waiting|dnas?|number of|no of|num of|cohort|observed|expected count|bookings)\b"
)
FIGURES = re.compile(
    r"%|\b(percent|percentage|pct|rates?|ratio|per|share|proportion|mean|median|average|avg|percentile|index|ids?|code"
    r"|score|rank|decile|quintile|se|lower|upper|ci|limits?|value|cost|date|period|year|month|quarter|order|sequence"
    r"|level|version|seconds?|minutes?|mins|hours?|time|gap|difference|sii|rii|range|type|in every)\b"
)
UNITS = re.compile(r"\b(days?|weeks?|months?|years?|hours?|minutes?)$|\b(age|weekday|sex|gender)\b")
PEOPLE = re.compile(r"\b(patients|people|persons|women|men|mothers|babies|children|births|deaths)\b")
#: What a table of groups has and a list of records does not.
AGGREGATES = re.compile(
    r"%|\b(percent|percentage|pct|rates?|ratio|per|share|proportion|mean|median|average|avg|percentile|value|lower|upper"
    r"|ci|estimate|sii|rii|gap|difference|le|hle|score|rank|expectancy|indicator|measure)\b"
)
#: What is told of one person or event, by the catalogue's concepts.
OF_ONE = {"sex", "age", "ethnic_code", "days_waited", "weeks_waited", "attended", "gestation_weeks", "gestation_days",
          "booking_weeks", "booking_days", "smoking_status", "person_id", "date", "specialty", "imd_decile", "lsoa"}
#: Of these a table of groups or of areas may hold several; of the others hardly two.
OF_AREAS = {"imd_decile", "lsoa", "specialty", "sex", "ethnic_code", "date"}


@lru_cache(maxsize=4096)
def words_of(heading: str) -> str:
    """A heading as plain words in small letters.

    >>> words_of("NHS_Number"), words_of("dateOfBirth"), words_of("No. of patients (n)")
    ('nhs number', 'date of birth', 'no of patients n')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return re.sub(r"[^\w%]+|_+", " ", parted).strip().lower()


@lru_cache(maxsize=4096)
def personal(heading: str) -> str:
    """Which thing that points to one person a column holds, by its heading; empty where none.

    >>> personal("NHS_NO"), personal("Patient DOB"), personal("MRN"), personal("Org_Name"), personal("name")
    ('NHS number', 'date of birth', 'local number of a patient', '', '')
    """
    words = words_of(heading)
    for start in ("", "patient ", "patients ", "pat ", "pt ", "person ", "mother ", "baby "):
        bare = words.removeprefix(start) if words.startswith(start) else ""
        for kind, said in PLAIN:
            if bare and said.fullmatch(bare):
                return kind
    return ""


@lru_cache(maxsize=4096)
def counted(heading: str) -> bool:
    """Whether a column holds counts, by its heading.

    >>> [counted(one) for one in ("Patients", "n", "numerator", "Patients per 1,000", "Weeks", "People over 18 weeks")]
    [True, True, True, False, False, True]
    """
    words = words_of(heading)
    if not COUNTS.search(words) or FIGURES.search(words):
        return False
    return not UNITS.search(words) or bool(PEOPLE.search(words))


def is_label(heading: str) -> bool:
    """Whether whole numbers in a column are labels or figures and no counts, by its heading."""
    words = words_of(heading)
    return bool((FIGURES.search(words) or UNITS.search(words)) and not PEOPLE.search(words))


def aggregated(headings: list[str]) -> bool:
    """Whether the headings are those of a table of groups: it has counts, rates or averages."""
    return any(counted(one) or AGGREGATES.search(words_of(one)) for one in headings)


@lru_cache(maxsize=4096)
def of_one(heading: str) -> str:
    """Which thing told of one person or event a column holds, by the catalogue's headings; empty where none."""
    key = heading_key(heading)
    for name, one in concepts().items():
        if name in OF_ONE and key in (*one.headings, *one.weaker, *one.ask):
            return name
    return ""
