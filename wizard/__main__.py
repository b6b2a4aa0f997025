"""The door: answers --version before anything is imported, then hands over to the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `stateless-wizard` with the process's arguments and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from wizard import VERSION

        sys.stdout.write(f"stateless-wizard {VERSION}\n")
        return
    import gc

    # Hardly anything is garbage here, but every 700 new objects Python looks for some: a tenth of the start.
    gc.set_threshold(100_000, 20, 20)
    from wizard.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
