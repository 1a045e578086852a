"""``python -m couture_scheduler`` is the ``couture`` command."""

from couture_scheduler.cli.main import main

if __name__ == "__main__":
    main()
