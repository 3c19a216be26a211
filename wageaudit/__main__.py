"""What `wageaudit` and `python -m wageaudit` run: the command line, in a process of its own."""

import gc

CONTAINERS = 100_000  # made before garbage is looked for: loading makes none, and Python's 700 look through it again and again


def main() -> None:
    """Run the command line; nothing that its process holds is looked through for garbage once it is done."""
    gc.set_threshold(CONTAINERS, 10, 10)
    from wageaudit.cli import main as run

    try:
        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
