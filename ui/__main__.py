"""Run the command line as ``python -m ui``."""

import sys

from ui.cli.main import main

sys.exit(main())
