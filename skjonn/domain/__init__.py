"""Pure rules over small frozen values; the standard library only."""
