"""One module per step, named by the schema it leads to."""
