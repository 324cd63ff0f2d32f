"""The database of one office: tables, named questions, migrations."""
