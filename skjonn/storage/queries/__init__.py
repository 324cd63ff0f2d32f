"""One module per noun: named questions, the session first."""
