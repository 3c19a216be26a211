"""What `python -m wageaudit` runs: the command line, and nothing else."""

from wageaudit.cli import main

if __name__ == "__main__":
    main()
