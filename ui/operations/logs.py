"""Write the log as lines of JSON."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ui.http.request_ids import current

if TYPE_CHECKING:
    from typing import TextIO


class JsonFormatter(logging.Formatter):
    """A record as one JSON object on one line: time (UTC), level, logger, message, request_id, and its own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current.get():
            said["request_id"] = current.get()
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said | getattr(record, "fields", {}), ensure_ascii=False)


def log_as_json(stream: TextIO) -> None:
    """Write every log, that of the server and a line for each request too, to a stream as JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("citeseed").setLevel(logging.INFO)


def tell(sentence: str) -> bool:
    """Write a sentence into the log where that is one of lines of JSON; return whether it is."""
    handlers = [each for each in logging.getLogger().handlers if isinstance(each.formatter, JsonFormatter)]
    for handler in handlers:
        handler.handle(logging.LogRecord("citeseed", logging.WARNING, "", 0, sentence, (), None))
    return bool(handlers)
