"""Turn off the telemetry of dependencies. ``index`` imports this module before anything else.

The packages read these variables when they are imported or first used, and ``rag`` and ``ui`` import ``index`` first.
So this module acts when it is imported. No other module does. A value that is already set is replaced: citeseed
promises that nothing is sent, and a variable that was set for another program must not change that.
"""

from __future__ import annotations

import os

OFF = {
    # onnxruntime 1.32 looks up its event collector within a minute, and stores a device id in the user's cache.
    "ORT_DISABLE_TELEMETRY": "1",
    # huggingface_hub, also for transformers: which models are loaded.
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # Gradio: that it was started and with which components; it also asks for its newest version.
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Ray: the size of a cluster and which of its libraries are used.
    "RAY_USAGE_STATS_ENABLED": "0",
    # Whatever follows https://donottrack.sh
    "DO_NOT_TRACK": "1",
}

os.environ.update(OFF)
