"""Turn what pydantic found wrong in a request into one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def wrong_field(errors: Sequence[Mapping[str, Any]], above: int = 0) -> tuple[str, str]:
    """Return the field that is wrong, and a sentence about it, by the innermost of the errors.

    Parameters
    ----------
    errors
        As pydantic lists them; at least one.
    above
        How many parts of each place are not the client's, such as "body".

    Returns
    -------
    tuple[str, str]
        The outermost name of the field and the sentence; both "" where the request as a whole is wrong.
    """
    error = max(errors, key=lambda error: len(error["loc"]))
    # Parts that name a type are the alternatives that pydantic tried.
    place = [str(part) for part in error["loc"][above:] if isinstance(part, int) or part.isidentifier()]
    if not place:
        return "", ""
    said = str(error["ctx"]["error"]) if error["type"] == "value_error" else str(error["msg"])
    return place[0], f"{'.'.join(place)}: {said[:1].lower()}{said[1:]}."
