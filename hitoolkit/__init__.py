"""hitoolkit: look at health inequalities with a trust's own records, from a file to a board question."""
