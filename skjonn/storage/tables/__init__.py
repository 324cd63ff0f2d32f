"""One module per noun: what is stored, without rules. `tables.every` declares all of them; a reader needs only its own."""
