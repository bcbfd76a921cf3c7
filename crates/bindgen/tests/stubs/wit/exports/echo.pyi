"""A function for each type: what it is given it returns."""

from typing import Protocol, TypeAlias

import wit.imports.shapes
import wit.types

Awkward: TypeAlias = wit.imports.shapes.Awkward

Colour: TypeAlias = wit.imports.shapes.Colour

Permissions: TypeAlias = wit.imports.shapes.Permissions

Point: TypeAlias = wit.imports.shapes.Point

Polygon: TypeAlias = wit.imports.shapes.Polygon

Form: TypeAlias = wit.imports.shapes.Shape
FormCircle: TypeAlias = wit.imports.shapes.ShapeCircle
FormPolygon: TypeAlias = wit.imports.shapes.ShapePolygon
FormNone: TypeAlias = wit.imports.shapes.ShapeNone
FormGroup: TypeAlias = wit.imports.shapes.ShapeGroup

FormException = wit.imports.shapes.ShapeException

class Exports(Protocol):
    """What the module that implements this has to have."""

    def echo_bool(self, value: bool) -> bool: ...
    def echo_u8(self, value: int) -> int: ...
    def echo_u16(self, value: int) -> int: ...
    def echo_u32(self, value: int) -> int: ...
    def echo_u64(self, value: int) -> int: ...
    def echo_s8(self, value: int) -> int: ...
    def echo_s16(self, value: int) -> int: ...
    def echo_s32(self, value: int) -> int: ...
    def echo_s64(self, value: int) -> int: ...
    def echo_f32(self, value: float) -> float: ...
    def echo_f64(self, value: float) -> float: ...
    def echo_char(self, value: str) -> str: ...
    def echo_string(self, value: str) -> str: ...
    def echo_bytes(self, value: bytes) -> bytes: ...
    def echo_names(self, value: list[str]) -> list[str]: ...
    def echo_lists(self, value: list[list[int]]) -> list[list[int]]: ...
    def echo_tuple(
        self, value: tuple[int, str, tuple[bool, int | None]]
    ) -> tuple[int, str, tuple[bool, int | None]]: ...
    def echo_option(self, value: str | None) -> str | None: ...
    def echo_options(
        self, value: wit.types.Some[wit.types.Some[int | None] | None] | None
    ) -> wit.types.Some[wit.types.Some[int | None] | None] | None: ...
    def echo_results(
        self, value: list[wit.types.Ok[int] | wit.types.Err[str]]
    ) -> list[wit.types.Ok[int] | wit.types.Err[str]]: ...
    def echo_bare_results(
        self,
        value: tuple[
            wit.types.Ok[None] | wit.types.Err[None],
            wit.types.Ok[int] | wit.types.Err[None],
            wit.types.Ok[None] | wit.types.Err[Colour],
        ],
    ) -> tuple[
        wit.types.Ok[None] | wit.types.Err[None],
        wit.types.Ok[int] | wit.types.Err[None],
        wit.types.Ok[None] | wit.types.Err[Colour],
    ]: ...
    def echo_point(self, value: Point) -> Point: ...
    def echo_awkward(self, value: Awkward) -> Awkward: ...
    def echo_polygon(self, value: Polygon) -> Polygon: ...
    def echo_colour(self, value: Colour) -> Colour: ...
    def echo_permissions(self, value: Permissions) -> Permissions: ...
    def echo_form(self, value: Form) -> Form: ...
    def echo_forms(self, value: list[Form | None]) -> list[Form | None]: ...
    def echo_many(
        self,
        a: int,
        b: int,
        c: int,
        d: int,
        e: int,
        f: int,
        g: int,
        h: int,
        i: float,
        j: float,
        k: str,
        l: str,
        m: bool,
        n: Point,
    ) -> str:
        """More parameters than a tuple in Rust has room for."""
    def echo_nothing(self) -> None: ...
    def echo_failure(self, value: wit.types.Ok[str] | wit.types.Err[Form]) -> str:
        """Fails as the host fails."""
    def echo_text_failure(self, value: wit.types.Ok[int] | wit.types.Err[str]) -> int:
        """Fails with a string."""
    def echo_bare_failure(self, value: wit.types.Ok[int] | wit.types.Err[None]) -> int:
        """Fails without saying more."""
