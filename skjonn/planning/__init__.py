"""Plans that take a solver: the domain's task in, the domain's awards out. Imports the domain and nothing beside it."""
