"""Lets `python -m skjonn` do what `skjonn` does."""

from skjonn.cli import run

if __name__ == "__main__":
    run()
