"""Word letters and Word tables from templates an office edits."""
