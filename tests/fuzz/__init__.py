"""Files that are broken on purpose, by number, and what reading them comes to."""
