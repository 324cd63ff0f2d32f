"""One module per noun, one function per act of a caseworker."""
