"""The layouts of tables that can be read as they are, one file each."""
