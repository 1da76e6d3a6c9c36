"""A table of a library as a collection of Milvus: its fields, its indexes and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pymilvus import DataType, Function, FunctionType, MilvusClient

from index.engines.tables import KEY, MAX_BYTES

if TYPE_CHECKING:
    from index.engines.tables import Row, Table

# Field of the weights of words that BM25 searches.
SPARSE = "sparse"
# Milvus wants a vector in each collection; where none is searched, this one is stored.
_UNUSED, _NOTHING = "unused", [0.0, 1.0]
# A plain analyzer: words are stored in a form that it leaves alone.
_PLAIN = {"tokenizer": "standard"}
_SCALARS = {"integer": DataType.INT64, "truth": DataType.BOOL}
_DIMENSION = 2
# Fields that rows are looked up by: without an index of its own each is compared in all rows.
_LOOKED_UP = frozenset({"body", "content", "fingerprint", "source"})
# Fields that hold most of what is stored: they stay on the disks of the nodes, and are mapped into memory.
_ON_DISK = frozenset({"details", "piece", "words"})
# How indexes over vectors are built; others as Milvus does it. The graph is the one that docs/scale.md reckons with.
_GRAPH = {"M": 16, "efConstruction": 200}
_BUILT: dict[str, dict[str, Any]] = {
    "HNSW": _GRAPH,
    "HNSW_SQ": _GRAPH,
    # Without its refinement, which Milvus leaves out by itself, it finds too little.
    "IVF_RABITQ": {"nlist": 1024, "refine": True, "refine_type": "SQ8"},
}


def schema_of(shape: Table, dimension: int) -> Any:
    """Return the fields of a table's collection; ``dimension`` is that of its vectors."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(KEY, DataType.VARCHAR, is_primary=True, max_length=MAX_BYTES)
    for name, kind in shape.fields.items():
        match kind:
            case "text":
                schema.add_field(name, DataType.VARCHAR, max_length=MAX_BYTES, mmap_enabled=name in _ON_DISK)
            case "matched":
                schema.add_field(
                    name,
                    DataType.VARCHAR,
                    max_length=MAX_BYTES,
                    enable_analyzer=True,
                    enable_match=True,
                    analyzer_params=_PLAIN,
                )
            case "words":
                schema.add_field(
                    name,
                    DataType.VARCHAR,
                    max_length=MAX_BYTES,
                    enable_analyzer=True,
                    analyzer_params=_PLAIN,
                    mmap_enabled=name in _ON_DISK,
                )
                schema.add_field(SPARSE, DataType.SPARSE_FLOAT_VECTOR)
                schema.add_function(
                    Function(
                        name="bm25",
                        input_field_names=[name],
                        output_field_names=[SPARSE],
                        function_type=FunctionType.BM25,
                    )
                )
            case "vector":
                schema.add_field(name, DataType.FLOAT_VECTOR, dim=dimension)
            case _:
                schema.add_field(name, _SCALARS[kind])
    if "vector" not in shape.fields.values():
        schema.add_field(_UNUSED, DataType.FLOAT_VECTOR, dim=_DIMENSION)
    return schema


def indexes_of(shape: Table, index_type: str) -> Any:
    """Return the indexes of a table's collection; ``index_type`` is that of its vectors, as Milvus calls it."""
    index = MilvusClient.prepare_index_params()
    for name, kind in shape.fields.items():
        if kind == "vector":
            index.add_index(field_name=name, index_type=index_type, metric_type="IP", params=_BUILT.get(index_type, {}))
        elif name in _LOOKED_UP:
            index.add_index(field_name=name, index_type="INVERTED")
        elif kind == "words":
            # K1 and B are those of the local library.
            index.add_index(
                field_name=SPARSE,
                index_type="SPARSE_INVERTED_INDEX",
                metric_type="BM25",
                params={"bm25_k1": 1.5, "bm25_b": 0.75},
            )
    if "vector" not in shape.fields.values():
        index.add_index(field_name=_UNUSED, index_type="FLAT", metric_type="IP")
    return index


def search_params(index_type: str, k: int) -> dict[str, Any]:
    """Return how thoroughly an index is searched for ``k`` rows, so that few of the nearest are missed."""
    if index_type.startswith("HNSW"):
        return {"ef": max(2 * k, 64)}
    return {"nprobe": 64, "refine_k": 2} if index_type == "IVF_RABITQ" else {}


def complete(row: Row) -> Row:
    """Return a row with the vector that Milvus wants, where it has none."""
    return row if "dense" in row else {**row, _UNUSED: _NOTHING}
