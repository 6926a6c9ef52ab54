"""The contract with the browser in TypeScript, and whether a payload keeps it.

``python -m tests.contract`` writes the file that the scripts are checked against.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from dashboard.parts import contract

WRITTEN = Path(contract.__file__).parent / "frontend" / "contract.d.ts"
_NAMES = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null", Any: "any"}


def typescript() -> str:
    """Return the contract as the scripts' type checker reads it."""
    pieces = [
        "// Made from contract.py by `python -m tests.contract`: what each part is sent. Change it there.",
        *(_interface(name, kind) for name, kind in vars(contract).items() if is_typeddict(kind)),
    ]
    return "\n\n".join(pieces) + "\n"


def faults(value: object, kind: Any, at: str = "") -> Iterator[str]:
    """Say what in a value read from JSON is not of its type: a field more or less, another kind of value."""
    match get_origin(kind), get_args(kind):
        case (origin, options) if origin in (Union, UnionType):
            found = [list(faults(value, option, at)) for option in options]
            if all(found):
                yield min(found, key=lambda told: -max(map(len, told)))[0]
        case (origin, options) if origin is Literal:
            if value not in options:
                yield f"{at}: {value!r} is none of {options}"
        case (origin, (inner,)) if origin is NotRequired:
            yield from faults(value, inner, at)
        case (origin, (_, inner)) if origin in (dict, Mapping):
            items = value.items() if isinstance(value, dict) else ()
            if not isinstance(value, dict):
                yield f"{at}: {value!r:.60} is no object"
            for name, one in items:
                yield from faults(one, inner, f"{at}.{name}")
        case (origin, (inner, *_)) if origin in (list, Sequence):
            if not isinstance(value, list):
                yield f"{at}: {value!r:.60} is no array"
                return
            for i, one in enumerate(value):
                yield from faults(one, inner, f"{at}[{i}]")
        case _ if is_typeddict(kind):
            yield from _fields(value, kind, at)
        case _ if kind is not Any:
            wanted = (int, float) if kind is float else kind
            if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
                yield f"{at}: {value!r:.60} is no {kind.__name__}"


def _fields(value: object, kind: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r:.60} is no {kind.__name__}"
        return
    hints = get_type_hints(kind)
    yield from (f"{at}.{name} is missing" for name in kind.__required_keys__ - value.keys())
    for name, one in value.items():
        if name in hints:
            yield from faults(one, hints[name], f"{at}.{name}")
        else:
            yield f"{at}.{name} is not in {kind.__name__}"


def _interface(name: str, kind: Any) -> str:
    hints, told = get_type_hints(kind), _sentences(kind)
    lines = [_comment(inspect.getdoc(kind) or ""), f"export interface {name} {{"]
    for field, hint in hints.items():
        if field in told:
            lines.append(_comment(told[field], "  "))
        lines.append(f"  {field}{'' if field in kind.__required_keys__ else '?'}: {_type(hint)};")
    return "\n".join([*lines, "}"])


def _type(kind: Any) -> str:
    match get_origin(kind), get_args(kind):
        case (origin, options) if origin in (Union, UnionType):
            return " | ".join(_type(option) for option in options)
        case (origin, options) if origin is Literal:
            return " | ".join(json.dumps(option) for option in options)
        case (origin, (inner,)) if origin is NotRequired:
            return _type(inner)
        case (origin, (_, inner)) if origin in (dict, Mapping):
            return f"Record<string, {_type(inner)}>"
        case (origin, (inner, *_)) if origin in (list, Sequence):
            return f"({_type(inner)})[]" if get_args(inner) and "|" in _type(inner) else f"{_type(inner)}[]"
    return kind.__name__ if is_typeddict(kind) else _NAMES[kind]


def _sentences(kind: Any) -> dict[str, str]:
    """Return what stands below each field of a class."""
    (made,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(made, ast.ClassDef)
    told = {}
    for field, below in zip(made.body, made.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as words)):
                told[name] = inspect.cleandoc(words)
    return told


def _comment(words: str, before: str = "") -> str:
    lines = re.sub(r":\w+:`([^`]+)`", r"`\1`", words.replace("``", "`")).splitlines()
    if len(lines) == 1:
        return f"{before}/** {lines[0]} */"
    return "\n".join([f"{before}/**", *(f"{before} * {line}".rstrip() for line in lines), f"{before} */"])


if __name__ == "__main__":
    sys.stdout.write(f"{WRITTEN.write_text(typescript(), encoding='utf-8')} characters in {WRITTEN}\n")
