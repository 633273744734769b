"""The register: published figures with all that is needed to trust them, and the words of the trade in plain words."""

from hitoolkit.register.facts import fact
from hitoolkit.register.glossary import glossary
from hitoolkit.register.listing import facts, read_facts

__all__ = ["fact", "facts", "glossary", "read_facts"]
