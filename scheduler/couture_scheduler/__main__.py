"""``python -m couture_scheduler`` is the ``couture`` command."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the folder that we are in, which -m puts first: others may have a ``random.py`` there
    from couture_scheduler.cli.main import main

    main()
