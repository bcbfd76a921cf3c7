/// The world, as `wit-bindgen` writes it.
#[allow(
    missing_docs,
    unsafe_code,
    unused,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::undocumented_unsafe_blocks,
    clippy::unwrap_used,
    reason = "written by wit-bindgen; the WIT has the docs"
)]
pub mod bindings {
    // …
}
/// The world in Python: classes, modules, conversions, exports that call the app.
#[allow(
    missing_docs,
    unsafe_code,
    unused,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::undocumented_unsafe_blocks,
    clippy::unwrap_used,
    reason = "generated; the WIT has the docs"
)]
pub mod python {
    use ::wasi_py_embed::{self as embed, pyo3};
    use embed::classes::{self, Record as _};
    use embed::convert::{Call, FromPython, Sample, ToPython};
    use pyo3::prelude::*;
    use super::{bindings, Component};
    /// The Python inside this component.
    pub static PYTHON: embed::Interpreter = embed::Interpreter::new(embed::App {
        bundle: include_bytes!(concat!(env!("OUT_DIR"), "/app.bundle")),
        builtins: embed::builtins![wit,],
        extensions: embed::extensions![],
        arrays: false,
    });
    /// What the world has.
    #[pymodule]
    #[pyo3(crate = "::wasi_py_embed::pyo3")]
    pub fn wit(package: &Bound<'_, PyModule>) -> PyResult<()> {
        embed::fill(
            package,
            &[
                ("wit.imports", |_| Ok(())),
                ("wit.exports", |_| Ok(())),
                ("wit.world", world::__fill),
                ("wit.imports.shapes", imports_shapes::__fill),
                ("wit.imports.echo", imports_echo::__fill),
                ("wit.imports.reserved", imports_reserved::__fill),
                ("wit.imports.names", imports_names::__fill),
                ("wit.imports.twice", imports_twice::__fill),
                (
                    "wit.imports.wasi_py_clock_clock_1_0_0",
                    imports_wasi_py_clock_clock_1_0_0::__fill,
                ),
                (
                    "wit.imports.wasi_py_clock_clock_2_0_0",
                    imports_wasi_py_clock_clock_2_0_0::__fill,
                ),
                ("wit.exports.echo", exports_echo::__fill),
                ("wit.exports.names", exports_names::__fill),
                ("wit.exports.twice", exports_twice::__fill),
                ("wit.exports.views", exports_views::__fill),
            ],
            &[
                ("wit.imports.shapes", "Names", "list[str]"),
                (
                    "wit.imports.shapes",
                    "Nest",
                    "list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[int] | wit.types.Err[str]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]",
                ),
                ("wit.imports.echo", "Names", "list[str]"),
                (
                    "wit.imports.echo",
                    "Nest",
                    "list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[int] | wit.types.Err[str]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]",
                ),
                ("wit.imports.twice", "Changes", "list[wit.imports.twice.Change]"),
                ("wit.exports.echo", "Names", "list[str]"),
                (
                    "wit.exports.echo",
                    "Nest",
                    "list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[int] | wit.types.Err[str]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]",
                ),
                ("wit.exports.twice", "Changes", "list[wit.exports.twice.Change]"),
            ],
        )
    }
    /// Imports the app, checks that it has what the world exports, and warms it up. Runs before a
    /// snapshot.
    pub fn prepare(py: Python<'_>) -> PyResult<()> {
        embed::check(
            py,
            &[
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["clocks"],
                    parameters: &[],
                    is_method: false,
                    signature: "def clocks() -> tuple[int, str]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["abort"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def abort(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["crc32"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def crc32(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["main"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def main(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["malloc"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def malloc(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["memory"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def memory(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["remove"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def remove(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["time"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def time(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: None,
                    path: &["write"],
                    parameters: &["text"],
                    is_method: false,
                    signature: "def write(text: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_bool"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_bool(value: bool) -> bool",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_u8"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_u8(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_u16"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_u16(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_u32"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_u32(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_u64"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_u64(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_s8"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_s8(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_s16"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_s16(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_s32"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_s32(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_s64"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_s64(value: int) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_f32"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_f32(value: float) -> float",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_f64"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_f64(value: float) -> float",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_char"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_char(value: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_string"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_string(value: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_bytes"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_bytes(value: bytes) -> bytes",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_names"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_names(value: Names) -> Names",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_lists"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_lists(value: list[list[int]]) -> list[list[int]]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_tuple"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_tuple(value: tuple[int, str, tuple[bool, int | None]]) -> tuple[int, str, tuple[bool, int | None]]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_option"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_option(value: str | None) -> str | None",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_options"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_options(value: Some[Some[int | None] | None] | None) -> Some[Some[int | None] | None] | None",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_results"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_results(value: list[Ok[int] | Err[str]]) -> list[Ok[int] | Err[str]]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_bare_results"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_bare_results(value: tuple[Ok[None] | Err[None], Ok[int] | Err[None], Ok[None] | Err[Colour]]) -> tuple[Ok[None] | Err[None], Ok[int] | Err[None], Ok[None] | Err[Colour]]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_point"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_point(value: Point) -> Point",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_awkward"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_awkward(value: Awkward) -> Awkward",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_polygon"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_polygon(value: Polygon) -> Polygon",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_colour"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_colour(value: Colour) -> Colour",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_permissions"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_permissions(value: Permissions) -> Permissions",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_form"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_form(value: Form) -> Form",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_forms"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_forms(value: list[Form | None]) -> list[Form | None]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_nest"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_nest(value: Nest) -> Nest",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_many"],
                    parameters: &[
                        "a",
                        "b",
                        "c",
                        "d",
                        "e",
                        "f",
                        "g",
                        "h",
                        "i",
                        "j",
                        "k",
                        "l",
                        "m",
                        "n",
                    ],
                    is_method: false,
                    signature: "def echo_many(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int, i: float, j: float, k: str, l: str, m: bool, n: Point) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_nothing"],
                    parameters: &[],
                    is_method: false,
                    signature: "def echo_nothing() -> None",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_failure"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_failure(value: Ok[str] | Err[Form]) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_text_failure"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_text_failure(value: Ok[int] | Err[str]) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("echo"),
                    path: &["echo_bare_failure"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_bare_failure(value: Ok[int] | Err[None]) -> int",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["class_"],
                    parameters: &["self_"],
                    is_method: false,
                    signature: "def class_(self_: Protocol) -> Protocol",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["embed"],
                    parameters: &["embed"],
                    is_method: false,
                    signature: "def embed(embed: Exports) -> Exports",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["import_"],
                    parameters: &["module"],
                    is_method: false,
                    signature: "def import_(module: Enum) -> Enum",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["list"],
                    parameters: &["list"],
                    is_method: false,
                    signature: "def list(list: list[str]) -> list[str]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["none"],
                    parameters: &["none"],
                    is_method: false,
                    signature: "def none(none: Any | None) -> Any | None",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["property"],
                    parameters: &["error"],
                    is_method: false,
                    signature: "def property(error: Flags) -> Flags",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["str"],
                    parameters: &["py"],
                    is_method: false,
                    signature: "def str(py: str) -> str",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("names"),
                    path: &["wit"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def wit(value: bytes) -> bytes",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("twice"),
                    path: &["echo_mark"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_mark(value: Mark) -> Mark",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("twice"),
                    path: &["echo_side"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_side(value: Side) -> Side",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("twice"),
                    path: &["echo_edges"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_edges(value: Edges) -> Edges",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("twice"),
                    path: &["echo_change"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_change(value: Change | None) -> Change | None",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("twice"),
                    path: &["echo_changes"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_changes(value: Changes) -> Changes",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("twice"),
                    path: &["echo_refusal"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def echo_refusal(value: Ok[Mark] | Err[Change]) -> Mark",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("views"),
                    path: &["describe"],
                    parameters: &["value"],
                    is_method: false,
                    signature: "def describe(value: Shape) -> tuple[str, str]",
                },
                embed::Expected {
                    app: "an_app",
                    interface: Some("views"),
                    path: &["run"],
                    parameters: &["program"],
                    is_method: false,
                    signature: "def run(program: str) -> str",
                },
            ],
        )?;
        static EXPORTS: [embed::Export; 59usize] = [
            embed::Export {
                function: Some(&app::CLOCKS),
                complete: None,
                parameters: &[],
                result: Some(embed::Crossing::of::<(u32, ::std::string::String)>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::ABORT),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::CRC32),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::MAIN),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::MALLOC),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::MEMORY),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::REMOVE),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::TIME),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app::WRITE),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_BOOL),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<bool>())],
                result: Some(embed::Crossing::of::<bool>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_U8),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<u8>())],
                result: Some(embed::Crossing::of::<u8>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_U16),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<u16>())],
                result: Some(embed::Crossing::of::<u16>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_U32),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<u32>())],
                result: Some(embed::Crossing::of::<u32>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_U64),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<u64>())],
                result: Some(embed::Crossing::of::<u64>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_S8),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<i8>())],
                result: Some(embed::Crossing::of::<i8>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_S16),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<i16>())],
                result: Some(embed::Crossing::of::<i16>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_S32),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<i32>())],
                result: Some(embed::Crossing::of::<i32>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_S64),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<i64>())],
                result: Some(embed::Crossing::of::<i64>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_F32),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<f32>())],
                result: Some(embed::Crossing::of::<f32>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_F64),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<f64>())],
                result: Some(embed::Crossing::of::<f64>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_CHAR),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<char>())],
                result: Some(embed::Crossing::of::<char>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_STRING),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_BYTES),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::vec::Vec<u8>>())],
                result: Some(embed::Crossing::of::<::std::vec::Vec<u8>>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_NAMES),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Names,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Names,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_LISTS),
                complete: None,
                parameters: &[
                    Some(embed::Crossing::of::<::std::vec::Vec<::std::vec::Vec<u32>>>()),
                ],
                result: Some(
                    embed::Crossing::of::<::std::vec::Vec<::std::vec::Vec<u32>>>(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_TUPLE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            (
                                u8,
                                ::std::string::String,
                                (bool, ::core::option::Option<i64>),
                            ),
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        (u8, ::std::string::String, (bool, ::core::option::Option<i64>)),
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_OPTION),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::option::Option<::std::string::String>,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        ::core::option::Option<::std::string::String>,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_OPTIONS),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::option::Option<
                                ::core::option::Option<::core::option::Option<u32>>,
                            >,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        ::core::option::Option<
                            ::core::option::Option<::core::option::Option<u32>>,
                        >,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_RESULTS),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::std::vec::Vec<
                                ::core::result::Result<u32, ::std::string::String>,
                            >,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        ::std::vec::Vec<
                            ::core::result::Result<u32, ::std::string::String>,
                        >,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_BARE_RESULTS),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            (
                                ::core::result::Result<(), ()>,
                                ::core::result::Result<u8, ()>,
                                ::core::result::Result<
                                    (),
                                    bindings::exports::wasi_py::everything::echo::Colour,
                                >,
                            ),
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        (
                            ::core::result::Result<(), ()>,
                            ::core::result::Result<u8, ()>,
                            ::core::result::Result<
                                (),
                                bindings::exports::wasi_py::everything::echo::Colour,
                            >,
                        ),
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_POINT),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Point,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Point,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_AWKWARD),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Awkward,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Awkward,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_POLYGON),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Polygon,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Polygon,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_COLOUR),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Colour,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Colour,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_PERMISSIONS),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Permissions,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Permissions,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_FORM),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Form,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Form,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_FORMS),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::std::vec::Vec<
                                ::core::option::Option<
                                    bindings::exports::wasi_py::everything::echo::Form,
                                >,
                            >,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        ::std::vec::Vec<
                            ::core::option::Option<
                                bindings::exports::wasi_py::everything::echo::Form,
                            >,
                        >,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_NEST),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Nest,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Nest,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_MANY),
                complete: None,
                parameters: &[
                    Some(embed::Crossing::of::<u8>()),
                    Some(embed::Crossing::of::<u16>()),
                    Some(embed::Crossing::of::<u32>()),
                    Some(embed::Crossing::of::<u64>()),
                    Some(embed::Crossing::of::<i8>()),
                    Some(embed::Crossing::of::<i16>()),
                    Some(embed::Crossing::of::<i32>()),
                    Some(embed::Crossing::of::<i64>()),
                    Some(embed::Crossing::of::<f32>()),
                    Some(embed::Crossing::of::<f64>()),
                    Some(embed::Crossing::of::<char>()),
                    Some(embed::Crossing::of::<::std::string::String>()),
                    Some(embed::Crossing::of::<bool>()),
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::echo::Point,
                        >(),
                    ),
                ],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_NOTHING),
                complete: None,
                parameters: &[],
                result: Some(embed::Crossing::of::<()>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_echo::ECHO_FAILURE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::result::Result<
                                ::std::string::String,
                                bindings::exports::wasi_py::everything::echo::Form,
                            >,
                        >(),
                    ),
                ],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::echo::Form,
                    >(),
                ),
            },
            embed::Export {
                function: Some(&app_echo::ECHO_TEXT_FAILURE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::result::Result<u32, ::std::string::String>,
                        >(),
                    ),
                ],
                result: Some(embed::Crossing::of::<u32>()),
                error: Some(embed::Crossing::of::<::std::string::String>()),
            },
            embed::Export {
                function: Some(&app_echo::ECHO_BARE_FAILURE),
                complete: None,
                parameters: &[
                    Some(embed::Crossing::of::<::core::result::Result<u32, ()>>()),
                ],
                result: Some(embed::Crossing::of::<u32>()),
                error: Some(embed::Crossing::of::<()>()),
            },
            embed::Export {
                function: Some(&app_names::CLASS),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::names::Protocol,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::names::Protocol,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::EMBED),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::names::Exports,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::names::Exports,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::IMPORT),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::names::Enum,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::names::Enum,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::LIST),
                complete: None,
                parameters: &[
                    Some(embed::Crossing::of::<::std::vec::Vec<::std::string::String>>()),
                ],
                result: Some(
                    embed::Crossing::of::<::std::vec::Vec<::std::string::String>>(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::NONE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::option::Option<
                                bindings::exports::wasi_py::everything::names::Any,
                            >,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        ::core::option::Option<
                            bindings::exports::wasi_py::everything::names::Any,
                        >,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::PROPERTY),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::names::Flags,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::names::Flags,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::STR),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_names::WIT),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::vec::Vec<u8>>())],
                result: Some(embed::Crossing::of::<::std::vec::Vec<u8>>()),
                error: None,
            },
            embed::Export {
                function: Some(&app_twice::ECHO_MARK),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::twice::Mark,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::twice::Mark,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_twice::ECHO_SIDE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::twice::Side,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::twice::Side,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_twice::ECHO_EDGES),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::twice::Edges,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::twice::Edges,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_twice::ECHO_CHANGE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::option::Option<
                                bindings::exports::wasi_py::everything::twice::Change,
                            >,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        ::core::option::Option<
                            bindings::exports::wasi_py::everything::twice::Change,
                        >,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_twice::ECHO_CHANGES),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::twice::Changes,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::twice::Changes,
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_twice::ECHO_REFUSAL),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            ::core::result::Result<
                                bindings::exports::wasi_py::everything::twice::Mark,
                                bindings::exports::wasi_py::everything::twice::Change,
                            >,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::twice::Mark,
                    >(),
                ),
                error: Some(
                    embed::Crossing::of::<
                        bindings::exports::wasi_py::everything::twice::Change,
                    >(),
                ),
            },
            embed::Export {
                function: Some(&app_views::DESCRIBE),
                complete: None,
                parameters: &[
                    Some(
                        embed::Crossing::of::<
                            bindings::exports::wasi_py::everything::views::Shape,
                        >(),
                    ),
                ],
                result: Some(
                    embed::Crossing::of::<
                        (::std::string::String, ::std::string::String),
                    >(),
                ),
                error: None,
            },
            embed::Export {
                function: Some(&app_views::RUN),
                complete: None,
                parameters: &[Some(embed::Crossing::of::<::std::string::String>())],
                result: Some(embed::Crossing::of::<::std::string::String>()),
                error: None,
            },
        ];
        embed::warm_up(py, &EXPORTS)?;
        Ok(())
    }
    pub mod world {
        use super::*;
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "exp", signature = (text))]
        pub fn function_exp<'py>(
            __py: Python<'py>,
            text: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let text: ::std::string::String = embed::convert::from_argument(
                text,
                __call,
                "exp",
                "text",
            )?;
            let __result = bindings::exp((&text).as_str());
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "free", signature = (text))]
        pub fn function_free<'py>(
            __py: Python<'py>,
            text: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let text: ::std::string::String = embed::convert::from_argument(
                text,
                __call,
                "free",
                "text",
            )?;
            let __result = bindings::free((&text).as_str());
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "read", signature = (text))]
        pub fn function_read<'py>(
            __py: Python<'py>,
            text: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let text: ::std::string::String = embed::convert::from_argument(
                text,
                __call,
                "read",
                "text",
            )?;
            let __result = bindings::read((&text).as_str());
            __result.to_python(__call)
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module.add_function(pyo3::wrap_pyfunction!(function_exp, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_free, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_read, module)?)?;
            Ok(())
        }
    }
    pub mod imports_shapes {
        use super::*;
        /// A corner.
        #[pyclass(
            crate = "::wasi_py_embed::pyo3",
            module = "wit.imports.shapes",
            name = "Point",
            subclass
        )]
        pub struct PointClass {
            x: classes::Field<f64>,
            y: classes::Field<f64>,
        }
        impl classes::Record<2usize> for PointClass {
            const FIELDS: [&'static str; 2usize] = ["x", "y"];
            fn fields(&self) -> [&dyn classes::AnyField; 2usize] {
                [&self.x, &self.y]
            }
            fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; 2usize] {
                [&mut self.x, &mut self.y]
            }
            fn taken(&mut self) -> Self {
                Self {
                    x: self.x.take(),
                    y: self.y.take(),
                }
            }
            fn copied(&self, py: Python<'_>) -> Self {
                Self {
                    x: self.x.copy(py),
                    y: self.y.copy(py),
                }
            }
        }
        #[pymethods]
        #[pyo3(crate = "::wasi_py_embed::pyo3")]
        impl PointClass {
            #[new]
            #[pyo3(signature = (x, y))]
            fn __new__(x: Option<Py<PyAny>>, y: Option<Py<PyAny>>) -> Self {
                Self {
                    x: classes::Field::Python(x),
                    y: classes::Field::Python(y),
                }
            }
            /// To the right.
            #[getter]
            #[pyo3(name = "x")]
            fn __get_0<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.x, py)
            }
            #[setter]
            #[pyo3(name = "x")]
            fn __set_0(&mut self, value: Option<Py<PyAny>>) {
                self.x = classes::Field::Python(value);
            }
            /// Downwards.
            #[getter]
            #[pyo3(name = "y")]
            fn __get_1<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.y, py)
            }
            #[setter]
            #[pyo3(name = "y")]
            fn __set_1(&mut self, value: Option<Py<PyAny>>) {
                self.y = classes::Field::Python(value);
            }
            #[classattr]
            fn __match_args__(
                py: Python<'_>,
            ) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                Self::match_args(py)
            }
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::repr(slf)
            }
            fn __eq__<'py>(
                slf: &Bound<'py, Self>,
                other: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                Self::equal(slf, other)
            }
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::reduce(slf)
            }
            fn __traverse__(
                &self,
                visit: pyo3::gc::PyVisit<'_>,
            ) -> Result<(), pyo3::gc::PyTraverseError> {
                self.traverse(&visit)
            }
            fn __clear__(&mut self) {
                self.clear();
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::shapes::Point {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = PointClass {
                    x: classes::Field::Given(self.x),
                    y: classes::Field::Given(self.y),
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::shapes::Point {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<PointClass, 2usize>(object)?;
                Ok(Self {
                    x: record.x.read(|value| value, call, "Point", "x")?,
                    y: record.y.read(|value| value, call, "Point", "y")?,
                })
            }
        }
        impl Sample for bindings::wasi_py::everything::shapes::Point {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    x: Sample::sample(index)?,
                    y: Sample::sample(index)?,
                })
            }
        }
        /// With every kind of name that means something in Python or Rust.
        #[pyclass(
            crate = "::wasi_py_embed::pyo3",
            module = "wit.imports.shapes",
            name = "Awkward",
            subclass
        )]
        pub struct AwkwardClass {
            from_: classes::Field<::std::string::String>,
            r#type: classes::Field<u32>,
            self_: classes::Field<bool>,
            none: classes::Field<::core::option::Option<::std::string::String>>,
            class_: classes::Field<::std::vec::Vec<u8>>,
        }
        impl classes::Record<5usize> for AwkwardClass {
            const FIELDS: [&'static str; 5usize] = [
                "from_",
                "type",
                "self_",
                "none",
                "class_",
            ];
            fn fields(&self) -> [&dyn classes::AnyField; 5usize] {
                [&self.from_, &self.r#type, &self.self_, &self.none, &self.class_]
            }
            fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; 5usize] {
                [
                    &mut self.from_,
                    &mut self.r#type,
                    &mut self.self_,
                    &mut self.none,
                    &mut self.class_,
                ]
            }
            fn taken(&mut self) -> Self {
                Self {
                    from_: self.from_.take(),
                    r#type: self.r#type.take(),
                    self_: self.self_.take(),
                    none: self.none.take(),
                    class_: self.class_.take(),
                }
            }
            fn copied(&self, py: Python<'_>) -> Self {
                Self {
                    from_: self.from_.copy(py),
                    r#type: self.r#type.copy(py),
                    self_: self.self_.copy(py),
                    none: self.none.copy(py),
                    class_: self.class_.copy(py),
                }
            }
        }
        #[pymethods]
        #[pyo3(crate = "::wasi_py_embed::pyo3")]
        impl AwkwardClass {
            #[new]
            #[pyo3(signature = (from_, r#type, self_, none, class_))]
            fn __new__(
                from_: Option<Py<PyAny>>,
                r#type: Option<Py<PyAny>>,
                self_: Option<Py<PyAny>>,
                none: Option<Py<PyAny>>,
                class_: Option<Py<PyAny>>,
            ) -> Self {
                Self {
                    from_: classes::Field::Python(from_),
                    r#type: classes::Field::Python(r#type),
                    self_: classes::Field::Python(self_),
                    none: classes::Field::Python(none),
                    class_: classes::Field::Python(class_),
                }
            }
            #[getter]
            #[pyo3(name = "from_")]
            fn __get_0<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.from_, py)
            }
            #[setter]
            #[pyo3(name = "from_")]
            fn __set_0(&mut self, value: Option<Py<PyAny>>) {
                self.from_ = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "type")]
            fn __get_1<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.r#type, py)
            }
            #[setter]
            #[pyo3(name = "type")]
            fn __set_1(&mut self, value: Option<Py<PyAny>>) {
                self.r#type = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "self_")]
            fn __get_2<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.self_, py)
            }
            #[setter]
            #[pyo3(name = "self_")]
            fn __set_2(&mut self, value: Option<Py<PyAny>>) {
                self.self_ = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "none")]
            fn __get_3<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.none, py)
            }
            #[setter]
            #[pyo3(name = "none")]
            fn __set_3(&mut self, value: Option<Py<PyAny>>) {
                self.none = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "class_")]
            fn __get_4<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.class_, py)
            }
            #[setter]
            #[pyo3(name = "class_")]
            fn __set_4(&mut self, value: Option<Py<PyAny>>) {
                self.class_ = classes::Field::Python(value);
            }
            #[classattr]
            fn __match_args__(
                py: Python<'_>,
            ) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                Self::match_args(py)
            }
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::repr(slf)
            }
            fn __eq__<'py>(
                slf: &Bound<'py, Self>,
                other: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                Self::equal(slf, other)
            }
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::reduce(slf)
            }
            fn __traverse__(
                &self,
                visit: pyo3::gc::PyVisit<'_>,
            ) -> Result<(), pyo3::gc::PyTraverseError> {
                self.traverse(&visit)
            }
            fn __clear__(&mut self) {
                self.clear();
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::shapes::Awkward {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = AwkwardClass {
                    from_: classes::Field::Given(self.from),
                    r#type: classes::Field::Given(self.type_),
                    self_: classes::Field::Given(self.self_),
                    none: classes::Field::Given(self.none),
                    class_: classes::Field::Given(self.class),
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::shapes::Awkward {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<AwkwardClass, 5usize>(object)?;
                Ok(Self {
                    from: record.from_.read(|value| value, call, "Awkward", "from_")?,
                    type_: record.r#type.read(|value| value, call, "Awkward", "type")?,
                    self_: record.self_.read(|value| value, call, "Awkward", "self_")?,
                    none: record.none.read(|value| value, call, "Awkward", "none")?,
                    class: record.class_.read(|value| value, call, "Awkward", "class_")?,
                })
            }
        }
        impl Sample for bindings::wasi_py::everything::shapes::Awkward {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    from: Sample::sample(index)?,
                    type_: Sample::sample(index)?,
                    self_: Sample::sample(index)?,
                    none: Sample::sample(index)?,
                    class: Sample::sample(index)?,
                })
            }
        }
        pub static COLOUR: classes::Enumeration = classes::Enumeration::new(
            classes::ClassName {
                module: "wit.imports.shapes",
                name: "Colour",
                doc: "How it looks.",
            },
            &["RED", "GREEN", "BLUE_GREEN"],
        );
        impl Sample for bindings::wasi_py::everything::shapes::Colour {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 3usize {
                        0usize => Self::Red,
                        1usize => Self::Green,
                        2usize => Self::BlueGreen,
                        _ => return None,
                    },
                )
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::shapes::Colour {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                COLOUR.member(call.py(), self as usize)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::shapes::Colour {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(
                    match COLOUR.index(&object)? {
                        0usize => Self::Red,
                        1usize => Self::Green,
                        2usize => Self::BlueGreen,
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        /// Nested, and with an option at its end.
        #[pyclass(
            crate = "::wasi_py_embed::pyo3",
            module = "wit.imports.shapes",
            name = "Polygon",
            subclass
        )]
        pub struct PolygonClass {
            name: classes::Field<::std::string::String>,
            corners: classes::Shown,
            colour: classes::Shown,
            hint: classes::Shown,
        }
        impl classes::Record<4usize> for PolygonClass {
            const FIELDS: [&'static str; 4usize] = ["name", "corners", "colour", "hint"];
            fn fields(&self) -> [&dyn classes::AnyField; 4usize] {
                [&self.name, &self.corners, &self.colour, &self.hint]
            }
            fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; 4usize] {
                [&mut self.name, &mut self.corners, &mut self.colour, &mut self.hint]
            }
            fn taken(&mut self) -> Self {
                Self {
                    name: self.name.take(),
                    corners: self.corners.take(),
                    colour: self.colour.take(),
                    hint: self.hint.take(),
                }
            }
            fn copied(&self, py: Python<'_>) -> Self {
                Self {
                    name: self.name.copy(py),
                    corners: self.corners.copy(py),
                    colour: self.colour.copy(py),
                    hint: self.hint.copy(py),
                }
            }
        }
        #[pymethods]
        #[pyo3(crate = "::wasi_py_embed::pyo3")]
        impl PolygonClass {
            #[new]
            #[pyo3(signature = (name, corners, colour, hint = None))]
            fn __new__(
                name: Option<Py<PyAny>>,
                corners: Option<Py<PyAny>>,
                colour: Option<Py<PyAny>>,
                hint: Option<Py<PyAny>>,
            ) -> Self {
                Self {
                    name: classes::Field::Python(name),
                    corners: classes::Field::Python(corners),
                    colour: classes::Field::Python(colour),
                    hint: classes::Field::Python(hint),
                }
            }
            #[getter]
            #[pyo3(name = "name")]
            fn __get_0<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.name, py)
            }
            #[setter]
            #[pyo3(name = "name")]
            fn __set_0(&mut self, value: Option<Py<PyAny>>) {
                self.name = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "corners")]
            fn __get_1<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.corners, py)
            }
            #[setter]
            #[pyo3(name = "corners")]
            fn __set_1(&mut self, value: Option<Py<PyAny>>) {
                self.corners = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "colour")]
            fn __get_2<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.colour, py)
            }
            #[setter]
            #[pyo3(name = "colour")]
            fn __set_2(&mut self, value: Option<Py<PyAny>>) {
                self.colour = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "hint")]
            fn __get_3<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.hint, py)
            }
            #[setter]
            #[pyo3(name = "hint")]
            fn __set_3(&mut self, value: Option<Py<PyAny>>) {
                self.hint = classes::Field::Python(value);
            }
            #[classattr]
            fn __match_args__(
                py: Python<'_>,
            ) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                Self::match_args(py)
            }
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::repr(slf)
            }
            fn __eq__<'py>(
                slf: &Bound<'py, Self>,
                other: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                Self::equal(slf, other)
            }
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::reduce(slf)
            }
            fn __traverse__(
                &self,
                visit: pyo3::gc::PyVisit<'_>,
            ) -> Result<(), pyo3::gc::PyTraverseError> {
                self.traverse(&visit)
            }
            fn __clear__(&mut self) {
                self.clear();
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::shapes::Polygon {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = PolygonClass {
                    name: classes::Field::Given(self.name),
                    corners: classes::shown(self.corners, call)?,
                    colour: classes::shown(self.colour, call)?,
                    hint: classes::shown(self.hint, call)?,
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::shapes::Polygon {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<PolygonClass, 4usize>(object)?;
                Ok(Self {
                    name: record.name.read(|value| value, call, "Polygon", "name")?,
                    corners: record
                        .corners
                        .read(|never| match never {}, call, "Polygon", "corners")?,
                    colour: record
                        .colour
                        .read(|never| match never {}, call, "Polygon", "colour")?,
                    hint: record
                        .hint
                        .read(|never| match never {}, call, "Polygon", "hint")?,
                })
            }
        }
        impl Sample for bindings::wasi_py::everything::shapes::Polygon {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    name: Sample::sample(index)?,
                    corners: Sample::sample(index)?,
                    colour: Sample::sample(index)?,
                    hint: Sample::sample(index)?,
                })
            }
        }
        pub static PERMISSIONS: classes::Flags = classes::Flags::new(
            classes::ClassName {
                module: "wit.imports.shapes",
                name: "Permissions",
                doc: "What may be done.",
            },
            &["READ", "WRITE", "EXECUTE_ALL"],
        );
        impl Sample for bindings::wasi_py::everything::shapes::Permissions {
            fn sample(index: usize) -> Option<Self> {
                Some(Self::from_bits_truncate(index as _))
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::shapes::Permissions {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                PERMISSIONS.object(call.py(), u32::from(self.bits()))
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::shapes::Permissions {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(Self::from_bits_truncate(PERMISSIONS.bits(&object)? as _))
            }
        }
        pub static SHAPE: classes::Variant = classes::Variant::new(
            classes::ClassName {
                module: "wit.imports.shapes",
                name: "Shape",
                doc: "One of several.",
            },
            &[
                classes::Case {
                    name: "ShapeCircle",
                    doc: "By its radius.",
                    is_full: true,
                },
                classes::Case {
                    name: "ShapePolygon",
                    doc: "",
                    is_full: true,
                },
                classes::Case {
                    name: "ShapeNone",
                    doc: "Nothing at all.",
                    is_full: false,
                },
                classes::Case {
                    name: "ShapeGroup",
                    doc: "",
                    is_full: true,
                },
            ],
        );
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::shapes::Shape {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let (index, value) = match self {
                    Self::Circle(value) => (0usize, Some(value.to_python(call)?)),
                    Self::Polygon(value) => (1usize, Some(value.to_python(call)?)),
                    Self::None => (2usize, None),
                    Self::Group(value) => (3usize, Some(value.to_python(call)?)),
                };
                SHAPE.object(call.py(), index, value)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::shapes::Shape {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let (index, value) = SHAPE.case(&object)?;
                drop(object);
                Ok(
                    match index {
                        0usize => {
                            Self::Circle(
                                classes::from_field(value, call, "ShapeCircle", "value")?,
                            )
                        }
                        1usize => {
                            Self::Polygon(
                                classes::from_field(value, call, "ShapePolygon", "value")?,
                            )
                        }
                        2usize => Self::None,
                        3usize => {
                            Self::Group(
                                classes::from_field(value, call, "ShapeGroup", "value")?,
                            )
                        }
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        impl Sample for bindings::wasi_py::everything::shapes::Shape {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 4usize {
                        0usize => Self::Circle(Sample::sample(index)?),
                        1usize => Self::Polygon(Sample::sample(index)?),
                        2usize => Self::None,
                        3usize => Self::Group(Sample::sample(index)?),
                        _ => return None,
                    },
                )
            }
        }
        pub static SHAPE_EXCEPTION: classes::Exception = classes::Exception::new(classes::ClassName {
            module: "wit.imports.shapes",
            name: "ShapeException",
            doc: "A function failed with a `Shape`, which is its `value`.",
        });
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module.setattr("__doc__", "Types with names.")?;
            module.add("Point", module.py().get_type::<imports_shapes::PointClass>())?;
            module
                .add("Awkward", module.py().get_type::<imports_shapes::AwkwardClass>())?;
            module.add("Colour", imports_shapes::COLOUR.class(module.py())?)?;
            module
                .add("Polygon", module.py().get_type::<imports_shapes::PolygonClass>())?;
            module.add("Permissions", imports_shapes::PERMISSIONS.class(module.py())?)?;
            module.add("Shape", imports_shapes::SHAPE.class(module.py())?)?;
            imports_shapes::SHAPE
                .add_cases(
                    module,
                    &["ShapeCircle", "ShapePolygon", "ShapeNone", "ShapeGroup"],
                )?;
            module
                .add(
                    "ShapeException",
                    imports_shapes::SHAPE_EXCEPTION.class(module.py())?,
                )?;
            Ok(())
        }
    }
    pub mod imports_echo {
        use super::*;
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_bool", signature = (value))]
        pub fn function_echo_bool<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bool = embed::convert::from_argument(
                value,
                __call,
                "echo_bool",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_bool(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_u8", signature = (value))]
        pub fn function_echo_u8<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: u8 = embed::convert::from_argument(
                value,
                __call,
                "echo_u8",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_u8(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_u16", signature = (value))]
        pub fn function_echo_u16<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: u16 = embed::convert::from_argument(
                value,
                __call,
                "echo_u16",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_u16(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_u32", signature = (value))]
        pub fn function_echo_u32<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: u32 = embed::convert::from_argument(
                value,
                __call,
                "echo_u32",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_u32(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_u64", signature = (value))]
        pub fn function_echo_u64<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: u64 = embed::convert::from_argument(
                value,
                __call,
                "echo_u64",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_u64(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_s8", signature = (value))]
        pub fn function_echo_s8<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: i8 = embed::convert::from_argument(
                value,
                __call,
                "echo_s8",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_s8(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_s16", signature = (value))]
        pub fn function_echo_s16<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: i16 = embed::convert::from_argument(
                value,
                __call,
                "echo_s16",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_s16(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_s32", signature = (value))]
        pub fn function_echo_s32<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: i32 = embed::convert::from_argument(
                value,
                __call,
                "echo_s32",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_s32(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_s64", signature = (value))]
        pub fn function_echo_s64<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: i64 = embed::convert::from_argument(
                value,
                __call,
                "echo_s64",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_s64(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_f32", signature = (value))]
        pub fn function_echo_f32<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: f32 = embed::convert::from_argument(
                value,
                __call,
                "echo_f32",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_f32(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_f64", signature = (value))]
        pub fn function_echo_f64<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: f64 = embed::convert::from_argument(
                value,
                __call,
                "echo_f64",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_f64(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_char", signature = (value))]
        pub fn function_echo_char<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: char = embed::convert::from_argument(
                value,
                __call,
                "echo_char",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_char(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_string",
            signature = (value)
        )]
        pub fn function_echo_string<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::std::string::String = embed::convert::from_argument(
                value,
                __call,
                "echo_string",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_string(
                (&value).as_str(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_bytes",
            signature = (value)
        )]
        pub fn function_echo_bytes<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::std::vec::Vec<u8> = embed::convert::from_argument(
                value,
                __call,
                "echo_bytes",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_bytes(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_names",
            signature = (value)
        )]
        pub fn function_echo_names<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Names = embed::convert::from_argument(
                value,
                __call,
                "echo_names",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_names(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_lists",
            signature = (value)
        )]
        pub fn function_echo_lists<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::std::vec::Vec<::std::vec::Vec<u32>> = embed::convert::from_argument(
                value,
                __call,
                "echo_lists",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_lists(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_tuple",
            signature = (value)
        )]
        pub fn function_echo_tuple<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: (
                u8,
                ::std::string::String,
                (bool, ::core::option::Option<i64>),
            ) = embed::convert::from_argument(value, __call, "echo_tuple", "value")?;
            let __result = bindings::wasi_py::everything::echo::echo_tuple((
                *(&(&value).0),
                (&(&value).1).as_str(),
                (*(&(&(&value).2).0), (&(&(&value).2).1).as_ref().map(|value| *value)),
            ));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_option",
            signature = (value)
        )]
        pub fn function_echo_option<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::option::Option<::std::string::String> = embed::convert::from_argument(
                value,
                __call,
                "echo_option",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_option(
                (&value).as_ref().map(|value| value.as_str()),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_options",
            signature = (value)
        )]
        pub fn function_echo_options<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::option::Option<
                ::core::option::Option<::core::option::Option<u32>>,
            > = embed::convert::from_argument(value, __call, "echo_options", "value")?;
            let __result = bindings::wasi_py::everything::echo::echo_options(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_results",
            signature = (value)
        )]
        pub fn function_echo_results<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::std::vec::Vec<
                ::core::result::Result<u32, ::std::string::String>,
            > = embed::convert::from_argument(value, __call, "echo_results", "value")?;
            let __result = bindings::wasi_py::everything::echo::echo_results(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_bare_results",
            signature = (value)
        )]
        pub fn function_echo_bare_results<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: (
                ::core::result::Result<(), ()>,
                ::core::result::Result<u8, ()>,
                ::core::result::Result<(), bindings::wasi_py::everything::echo::Colour>,
            ) = embed::convert::from_argument(
                value,
                __call,
                "echo_bare_results",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_bare_results(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_point",
            signature = (value)
        )]
        pub fn function_echo_point<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Point = embed::convert::from_argument(
                value,
                __call,
                "echo_point",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_point(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_awkward",
            signature = (value)
        )]
        pub fn function_echo_awkward<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Awkward = embed::convert::from_argument(
                value,
                __call,
                "echo_awkward",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_awkward((&value));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_polygon",
            signature = (value)
        )]
        pub fn function_echo_polygon<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Polygon = embed::convert::from_argument(
                value,
                __call,
                "echo_polygon",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_polygon((&value));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_colour",
            signature = (value)
        )]
        pub fn function_echo_colour<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Colour = embed::convert::from_argument(
                value,
                __call,
                "echo_colour",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_colour(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_permissions",
            signature = (value)
        )]
        pub fn function_echo_permissions<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Permissions = embed::convert::from_argument(
                value,
                __call,
                "echo_permissions",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_permissions(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_form", signature = (value))]
        pub fn function_echo_form<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Form = embed::convert::from_argument(
                value,
                __call,
                "echo_form",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_form((&value));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_forms",
            signature = (value)
        )]
        pub fn function_echo_forms<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::std::vec::Vec<
                ::core::option::Option<bindings::wasi_py::everything::echo::Form>,
            > = embed::convert::from_argument(value, __call, "echo_forms", "value")?;
            let __result = bindings::wasi_py::everything::echo::echo_forms(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_nest", signature = (value))]
        pub fn function_echo_nest<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::echo::Nest = embed::convert::from_argument(
                value,
                __call,
                "echo_nest",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_nest(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        /// More parameters than a tuple in Rust has room for.
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_many",
            signature = (a, b, c, d, e, f, g, h, i, j, k, l, m, n)
        )]
        pub fn function_echo_many<'py>(
            __py: Python<'py>,
            a: Bound<'py, PyAny>,
            b: Bound<'py, PyAny>,
            c: Bound<'py, PyAny>,
            d: Bound<'py, PyAny>,
            e: Bound<'py, PyAny>,
            f: Bound<'py, PyAny>,
            g: Bound<'py, PyAny>,
            h: Bound<'py, PyAny>,
            i: Bound<'py, PyAny>,
            j: Bound<'py, PyAny>,
            k: Bound<'py, PyAny>,
            l: Bound<'py, PyAny>,
            m: Bound<'py, PyAny>,
            n: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let a: u8 = embed::convert::from_argument(a, __call, "echo_many", "a")?;
            let b: u16 = embed::convert::from_argument(b, __call, "echo_many", "b")?;
            let c: u32 = embed::convert::from_argument(c, __call, "echo_many", "c")?;
            let d: u64 = embed::convert::from_argument(d, __call, "echo_many", "d")?;
            let e: i8 = embed::convert::from_argument(e, __call, "echo_many", "e")?;
            let f: i16 = embed::convert::from_argument(f, __call, "echo_many", "f")?;
            let g: i32 = embed::convert::from_argument(g, __call, "echo_many", "g")?;
            let h: i64 = embed::convert::from_argument(h, __call, "echo_many", "h")?;
            let i: f32 = embed::convert::from_argument(i, __call, "echo_many", "i")?;
            let j: f64 = embed::convert::from_argument(j, __call, "echo_many", "j")?;
            let k: char = embed::convert::from_argument(k, __call, "echo_many", "k")?;
            let l: ::std::string::String = embed::convert::from_argument(
                l,
                __call,
                "echo_many",
                "l",
            )?;
            let m: bool = embed::convert::from_argument(m, __call, "echo_many", "m")?;
            let n: bindings::wasi_py::everything::echo::Point = embed::convert::from_argument(
                n,
                __call,
                "echo_many",
                "n",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_many(
                a,
                b,
                c,
                d,
                e,
                f,
                g,
                h,
                i,
                j,
                k,
                (&l).as_str(),
                m,
                n,
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_nothing", signature = ())]
        pub fn function_echo_nothing<'py>(
            __py: Python<'py>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let __result = bindings::wasi_py::everything::echo::echo_nothing();
            __result.to_python(__call)
        }
        /// Fails as the host fails.
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_failure",
            signature = (value)
        )]
        pub fn function_echo_failure<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::result::Result<
                ::std::string::String,
                bindings::wasi_py::everything::echo::Form,
            > = embed::convert::from_argument(value, __call, "echo_failure", "value")?;
            let __result = bindings::wasi_py::everything::echo::echo_failure(
                match (&value) {
                    Ok(value) => Ok(value.as_str()),
                    Err(value) => Err(value),
                },
            );
            match __result {
                Ok(value) => value.to_python(__call),
                Err(error) => {
                    Err(imports_shapes::SHAPE_EXCEPTION.raised(error.to_python(__call)?))
                }
            }
        }
        /// Fails with a string.
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_text_failure",
            signature = (value)
        )]
        pub fn function_echo_text_failure<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::result::Result<u32, ::std::string::String> = embed::convert::from_argument(
                value,
                __call,
                "echo_text_failure",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_text_failure(
                match (&value) {
                    Ok(value) => Ok(*value),
                    Err(value) => Err(value.as_str()),
                },
            );
            match __result {
                Ok(value) => value.to_python(__call),
                Err(error) => Err(classes::failure(error.to_python(__call)?)),
            }
        }
        /// Fails without saying more.
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_bare_failure",
            signature = (value)
        )]
        pub fn function_echo_bare_failure<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::result::Result<u32, ()> = embed::convert::from_argument(
                value,
                __call,
                "echo_bare_failure",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::echo::echo_bare_failure(value);
            match __result {
                Ok(value) => value.to_python(__call),
                Err(error) => Err(classes::failure(error.to_python(__call)?)),
            }
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "A function for each type: what it is given it returns.",
                )?;
            module
                .add("Awkward", module.py().get_type::<imports_shapes::AwkwardClass>())?;
            module.add("Colour", imports_shapes::COLOUR.class(module.py())?)?;
            module.add("Permissions", imports_shapes::PERMISSIONS.class(module.py())?)?;
            module.add("Point", module.py().get_type::<imports_shapes::PointClass>())?;
            module
                .add("Polygon", module.py().get_type::<imports_shapes::PolygonClass>())?;
            module.add("Form", imports_shapes::SHAPE.class(module.py())?)?;
            imports_shapes::SHAPE
                .add_cases(
                    module,
                    &["FormCircle", "FormPolygon", "FormNone", "FormGroup"],
                )?;
            module
                .add(
                    "FormException",
                    imports_shapes::SHAPE_EXCEPTION.class(module.py())?,
                )?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_bool, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_u8, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_u16, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_u32, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_u64, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_s8, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_s16, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_s32, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_s64, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_f32, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_f64, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_char, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_string, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_bytes, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_names, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_lists, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_tuple, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_option, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_options, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_results, module)?)?;
            module
                .add_function(
                    pyo3::wrap_pyfunction!(function_echo_bare_results, module)?,
                )?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_point, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_awkward, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_polygon, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_colour, module)?)?;
            module
                .add_function(
                    pyo3::wrap_pyfunction!(function_echo_permissions, module)?,
                )?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_form, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_forms, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_nest, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_many, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_nothing, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_failure, module)?)?;
            module
                .add_function(
                    pyo3::wrap_pyfunction!(function_echo_text_failure, module)?,
                )?;
            module
                .add_function(
                    pyo3::wrap_pyfunction!(function_echo_bare_failure, module)?,
                )?;
            Ok(())
        }
    }
    pub mod imports_reserved {
        use super::*;
        #[pyclass(
            crate = "::wasi_py_embed::pyo3",
            module = "wit.imports.reserved",
            name = "Protocol",
            subclass
        )]
        pub struct ProtocolClass {
            list: classes::Field<::std::vec::Vec<u8>>,
            int: classes::Field<u8>,
            str: classes::Field<::std::string::String>,
            bool: classes::Field<bool>,
            tuple: classes::Shown,
            builtins: classes::Field<::core::option::Option<::core::option::Option<u8>>>,
        }
        impl classes::Record<6usize> for ProtocolClass {
            const FIELDS: [&'static str; 6usize] = [
                "list",
                "int",
                "str",
                "bool",
                "tuple",
                "builtins",
            ];
            fn fields(&self) -> [&dyn classes::AnyField; 6usize] {
                [
                    &self.list,
                    &self.int,
                    &self.str,
                    &self.bool,
                    &self.tuple,
                    &self.builtins,
                ]
            }
            fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; 6usize] {
                [
                    &mut self.list,
                    &mut self.int,
                    &mut self.str,
                    &mut self.bool,
                    &mut self.tuple,
                    &mut self.builtins,
                ]
            }
            fn taken(&mut self) -> Self {
                Self {
                    list: self.list.take(),
                    int: self.int.take(),
                    str: self.str.take(),
                    bool: self.bool.take(),
                    tuple: self.tuple.take(),
                    builtins: self.builtins.take(),
                }
            }
            fn copied(&self, py: Python<'_>) -> Self {
                Self {
                    list: self.list.copy(py),
                    int: self.int.copy(py),
                    str: self.str.copy(py),
                    bool: self.bool.copy(py),
                    tuple: self.tuple.copy(py),
                    builtins: self.builtins.copy(py),
                }
            }
        }
        #[pymethods]
        #[pyo3(crate = "::wasi_py_embed::pyo3")]
        impl ProtocolClass {
            #[new]
            #[pyo3(signature = (list, int, str, bool, tuple, builtins = None))]
            fn __new__(
                list: Option<Py<PyAny>>,
                int: Option<Py<PyAny>>,
                str: Option<Py<PyAny>>,
                bool: Option<Py<PyAny>>,
                tuple: Option<Py<PyAny>>,
                builtins: Option<Py<PyAny>>,
            ) -> Self {
                Self {
                    list: classes::Field::Python(list),
                    int: classes::Field::Python(int),
                    str: classes::Field::Python(str),
                    bool: classes::Field::Python(bool),
                    tuple: classes::Field::Python(tuple),
                    builtins: classes::Field::Python(builtins),
                }
            }
            #[getter]
            #[pyo3(name = "list")]
            fn __get_0<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.list, py)
            }
            #[setter]
            #[pyo3(name = "list")]
            fn __set_0(&mut self, value: Option<Py<PyAny>>) {
                self.list = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "int")]
            fn __get_1<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.int, py)
            }
            #[setter]
            #[pyo3(name = "int")]
            fn __set_1(&mut self, value: Option<Py<PyAny>>) {
                self.int = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "str")]
            fn __get_2<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.str, py)
            }
            #[setter]
            #[pyo3(name = "str")]
            fn __set_2(&mut self, value: Option<Py<PyAny>>) {
                self.str = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "bool")]
            fn __get_3<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.bool, py)
            }
            #[setter]
            #[pyo3(name = "bool")]
            fn __set_3(&mut self, value: Option<Py<PyAny>>) {
                self.bool = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "tuple")]
            fn __get_4<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.tuple, py)
            }
            #[setter]
            #[pyo3(name = "tuple")]
            fn __set_4(&mut self, value: Option<Py<PyAny>>) {
                self.tuple = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "builtins")]
            fn __get_5<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.builtins, py)
            }
            #[setter]
            #[pyo3(name = "builtins")]
            fn __set_5(&mut self, value: Option<Py<PyAny>>) {
                self.builtins = classes::Field::Python(value);
            }
            #[classattr]
            fn __match_args__(
                py: Python<'_>,
            ) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                Self::match_args(py)
            }
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::repr(slf)
            }
            fn __eq__<'py>(
                slf: &Bound<'py, Self>,
                other: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                Self::equal(slf, other)
            }
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::reduce(slf)
            }
            fn __traverse__(
                &self,
                visit: pyo3::gc::PyVisit<'_>,
            ) -> Result<(), pyo3::gc::PyTraverseError> {
                self.traverse(&visit)
            }
            fn __clear__(&mut self) {
                self.clear();
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::reserved::Protocol {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = ProtocolClass {
                    list: classes::Field::Given(self.list),
                    int: classes::Field::Given(self.int),
                    str: classes::Field::Given(self.str),
                    bool: classes::Field::Given(self.bool),
                    tuple: classes::shown(self.tuple, call)?,
                    builtins: classes::Field::Given(self.builtins),
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::reserved::Protocol {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<ProtocolClass, 6usize>(object)?;
                Ok(Self {
                    list: record.list.read(|value| value, call, "Protocol", "list")?,
                    int: record.int.read(|value| value, call, "Protocol", "int")?,
                    str: record.str.read(|value| value, call, "Protocol", "str")?,
                    bool: record.bool.read(|value| value, call, "Protocol", "bool")?,
                    tuple: record
                        .tuple
                        .read(|never| match never {}, call, "Protocol", "tuple")?,
                    builtins: record
                        .builtins
                        .read(|value| value, call, "Protocol", "builtins")?,
                })
            }
        }
        impl Sample for bindings::wasi_py::everything::reserved::Protocol {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    list: Sample::sample(index)?,
                    int: Sample::sample(index)?,
                    str: Sample::sample(index)?,
                    bool: Sample::sample(index)?,
                    tuple: Sample::sample(index)?,
                    builtins: Sample::sample(index)?,
                })
            }
        }
        pub static ENUM: classes::Enumeration = classes::Enumeration::new(
            classes::ClassName {
                module: "wit.imports.reserved",
                name: "Enum",
                doc: "",
            },
            &["A", "NAME", "NONE", "VALUE"],
        );
        impl Sample for bindings::wasi_py::everything::reserved::Enum {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 4usize {
                        0usize => Self::A,
                        1usize => Self::Name,
                        2usize => Self::None,
                        3usize => Self::Value,
                        _ => return None,
                    },
                )
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::reserved::Enum {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                ENUM.member(call.py(), self as usize)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::reserved::Enum {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(
                    match ENUM.index(&object)? {
                        0usize => Self::A,
                        1usize => Self::Name,
                        2usize => Self::None,
                        3usize => Self::Value,
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        pub static FLAGS: classes::Flags = classes::Flags::new(
            classes::ClassName {
                module: "wit.imports.reserved",
                name: "Flags",
                doc: "",
            },
            &["ANY", "NONE"],
        );
        impl Sample for bindings::wasi_py::everything::reserved::Flags {
            fn sample(index: usize) -> Option<Self> {
                Some(Self::from_bits_truncate(index as _))
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::reserved::Flags {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                FLAGS.object(call.py(), u32::from(self.bits()))
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::reserved::Flags {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(Self::from_bits_truncate(FLAGS.bits(&object)? as _))
            }
        }
        pub static ANY: classes::Variant = classes::Variant::new(
            classes::ClassName {
                module: "wit.imports.reserved",
                name: "Any",
                doc: "",
            },
            &[
                classes::Case {
                    name: "AnyNone",
                    doc: "",
                    is_full: false,
                },
                classes::Case {
                    name: "AnySome",
                    doc: "",
                    is_full: true,
                },
                classes::Case {
                    name: "AnyOk",
                    doc: "",
                    is_full: false,
                },
                classes::Case {
                    name: "AnyErr",
                    doc: "",
                    is_full: true,
                },
            ],
        );
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::reserved::Any {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let (index, value) = match self {
                    Self::None => (0usize, None),
                    Self::Some(value) => (1usize, Some(value.to_python(call)?)),
                    Self::Ok => (2usize, None),
                    Self::Err(value) => (3usize, Some(value.to_python(call)?)),
                };
                ANY.object(call.py(), index, value)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::reserved::Any {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let (index, value) = ANY.case(&object)?;
                drop(object);
                Ok(
                    match index {
                        0usize => Self::None,
                        1usize => {
                            Self::Some(
                                classes::from_field(value, call, "AnySome", "value")?,
                            )
                        }
                        2usize => Self::Ok,
                        3usize => {
                            Self::Err(
                                classes::from_field(value, call, "AnyErr", "value")?,
                            )
                        }
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        impl Sample for bindings::wasi_py::everything::reserved::Any {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 4usize {
                        0usize => Self::None,
                        1usize => Self::Some(Sample::sample(index)?),
                        2usize => Self::Ok,
                        3usize => Self::Err(Sample::sample(index)?),
                        _ => return None,
                    },
                )
            }
        }
        #[pyclass(
            crate = "::wasi_py_embed::pyo3",
            module = "wit.imports.reserved",
            name = "Exports",
            subclass
        )]
        pub struct ExportsClass {
            py: classes::Field<u8>,
            call: classes::Field<::std::vec::Vec<::std::string::String>>,
        }
        impl classes::Record<2usize> for ExportsClass {
            const FIELDS: [&'static str; 2usize] = ["py", "call"];
            fn fields(&self) -> [&dyn classes::AnyField; 2usize] {
                [&self.py, &self.call]
            }
            fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; 2usize] {
                [&mut self.py, &mut self.call]
            }
            fn taken(&mut self) -> Self {
                Self {
                    py: self.py.take(),
                    call: self.call.take(),
                }
            }
            fn copied(&self, py: Python<'_>) -> Self {
                Self {
                    py: self.py.copy(py),
                    call: self.call.copy(py),
                }
            }
        }
        #[pymethods]
        #[pyo3(crate = "::wasi_py_embed::pyo3")]
        impl ExportsClass {
            #[new]
            #[pyo3(signature = (py, call))]
            fn __new__(py: Option<Py<PyAny>>, call: Option<Py<PyAny>>) -> Self {
                Self {
                    py: classes::Field::Python(py),
                    call: classes::Field::Python(call),
                }
            }
            #[getter]
            #[pyo3(name = "py")]
            fn __get_0<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.py, py)
            }
            #[setter]
            #[pyo3(name = "py")]
            fn __set_0(&mut self, value: Option<Py<PyAny>>) {
                self.py = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "call")]
            fn __get_1<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.call, py)
            }
            #[setter]
            #[pyo3(name = "call")]
            fn __set_1(&mut self, value: Option<Py<PyAny>>) {
                self.call = classes::Field::Python(value);
            }
            #[classattr]
            fn __match_args__(
                py: Python<'_>,
            ) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                Self::match_args(py)
            }
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::repr(slf)
            }
            fn __eq__<'py>(
                slf: &Bound<'py, Self>,
                other: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                Self::equal(slf, other)
            }
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::reduce(slf)
            }
            fn __traverse__(
                &self,
                visit: pyo3::gc::PyVisit<'_>,
            ) -> Result<(), pyo3::gc::PyTraverseError> {
                self.traverse(&visit)
            }
            fn __clear__(&mut self) {
                self.clear();
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::reserved::Exports {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = ExportsClass {
                    py: classes::Field::Given(self.py),
                    call: classes::Field::Given(self.call),
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::reserved::Exports {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<ExportsClass, 2usize>(object)?;
                Ok(Self {
                    py: record.py.read(|value| value, call, "Exports", "py")?,
                    call: record.call.read(|value| value, call, "Exports", "call")?,
                })
            }
        }
        impl Sample for bindings::wasi_py::everything::reserved::Exports {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    py: Sample::sample(index)?,
                    call: Sample::sample(index)?,
                })
            }
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "Types with names that mean something in Python or in Rust.",
                )?;
            module
                .add(
                    "Protocol",
                    module.py().get_type::<imports_reserved::ProtocolClass>(),
                )?;
            module.add("Enum", imports_reserved::ENUM.class(module.py())?)?;
            module.add("Flags", imports_reserved::FLAGS.class(module.py())?)?;
            module.add("Any", imports_reserved::ANY.class(module.py())?)?;
            imports_reserved::ANY
                .add_cases(module, &["AnyNone", "AnySome", "AnyOk", "AnyErr"])?;
            module
                .add(
                    "Exports",
                    module.py().get_type::<imports_reserved::ExportsClass>(),
                )?;
            Ok(())
        }
    }
    pub mod imports_names {
        use super::*;
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "class_", signature = (self_))]
        pub fn function_class_<'py>(
            __py: Python<'py>,
            self_: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let self_: bindings::wasi_py::everything::names::Protocol = embed::convert::from_argument(
                self_,
                __call,
                "class_",
                "self_",
            )?;
            let __result = bindings::wasi_py::everything::names::class((&self_));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "embed", signature = (embed))]
        pub fn function_embed<'py>(
            __py: Python<'py>,
            embed: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let embed: bindings::wasi_py::everything::names::Exports = embed::convert::from_argument(
                embed,
                __call,
                "embed",
                "embed",
            )?;
            let __result = bindings::wasi_py::everything::names::embed((&embed));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "import_", signature = (module))]
        pub fn function_import_<'py>(
            __py: Python<'py>,
            module: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let module: bindings::wasi_py::everything::names::Enum = embed::convert::from_argument(
                module,
                __call,
                "import_",
                "module",
            )?;
            let __result = bindings::wasi_py::everything::names::import(module);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "list", signature = (list))]
        pub fn function_list<'py>(
            __py: Python<'py>,
            list: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let list: ::std::vec::Vec<::std::string::String> = embed::convert::from_argument(
                list,
                __call,
                "list",
                "list",
            )?;
            let __result = bindings::wasi_py::everything::names::list(
                (&list).as_slice(),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "none", signature = (none))]
        pub fn function_none<'py>(
            __py: Python<'py>,
            none: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let none: ::core::option::Option<
                bindings::wasi_py::everything::names::Any,
            > = embed::convert::from_argument(none, __call, "none", "none")?;
            let __result = bindings::wasi_py::everything::names::none(
                (&none).as_ref().map(|value| value),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "property", signature = (error))]
        pub fn function_property<'py>(
            __py: Python<'py>,
            error: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let error: bindings::wasi_py::everything::names::Flags = embed::convert::from_argument(
                error,
                __call,
                "property",
                "error",
            )?;
            let __result = bindings::wasi_py::everything::names::property(error);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "str", signature = (py))]
        pub fn function_str<'py>(
            __py: Python<'py>,
            py: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let py: ::std::string::String = embed::convert::from_argument(
                py,
                __call,
                "str",
                "py",
            )?;
            let __result = bindings::wasi_py::everything::names::str((&py).as_str());
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "wit", signature = (value))]
        pub fn function_wit<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::std::vec::Vec<u8> = embed::convert::from_argument(
                value,
                __call,
                "wit",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::names::wit(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "The same for functions and parameters: what a function is given it returns.",
                )?;
            module.add("Any", imports_reserved::ANY.class(module.py())?)?;
            imports_reserved::ANY
                .add_cases(module, &["AnyNone", "AnySome", "AnyOk", "AnyErr"])?;
            module.add("Enum", imports_reserved::ENUM.class(module.py())?)?;
            module
                .add(
                    "Exports",
                    module.py().get_type::<imports_reserved::ExportsClass>(),
                )?;
            module.add("Flags", imports_reserved::FLAGS.class(module.py())?)?;
            module
                .add(
                    "Protocol",
                    module.py().get_type::<imports_reserved::ProtocolClass>(),
                )?;
            module.add_function(pyo3::wrap_pyfunction!(function_class_, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_embed, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_import_, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_list, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_none, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_property, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_str, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_wit, module)?)?;
            Ok(())
        }
    }
    pub mod imports_twice {
        use super::*;
        /// A place with a label.
        #[pyclass(
            crate = "::wasi_py_embed::pyo3",
            module = "wit.imports.twice",
            name = "Mark",
            subclass
        )]
        pub struct MarkClass {
            at: classes::Shown,
            label: classes::Field<::core::option::Option<::std::string::String>>,
        }
        impl classes::Record<2usize> for MarkClass {
            const FIELDS: [&'static str; 2usize] = ["at", "label"];
            fn fields(&self) -> [&dyn classes::AnyField; 2usize] {
                [&self.at, &self.label]
            }
            fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; 2usize] {
                [&mut self.at, &mut self.label]
            }
            fn taken(&mut self) -> Self {
                Self {
                    at: self.at.take(),
                    label: self.label.take(),
                }
            }
            fn copied(&self, py: Python<'_>) -> Self {
                Self {
                    at: self.at.copy(py),
                    label: self.label.copy(py),
                }
            }
        }
        #[pymethods]
        #[pyo3(crate = "::wasi_py_embed::pyo3")]
        impl MarkClass {
            #[new]
            #[pyo3(signature = (at, label = None))]
            fn __new__(at: Option<Py<PyAny>>, label: Option<Py<PyAny>>) -> Self {
                Self {
                    at: classes::Field::Python(at),
                    label: classes::Field::Python(label),
                }
            }
            #[getter]
            #[pyo3(name = "at")]
            fn __get_0<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.at, py)
            }
            #[setter]
            #[pyo3(name = "at")]
            fn __set_0(&mut self, value: Option<Py<PyAny>>) {
                self.at = classes::Field::Python(value);
            }
            #[getter]
            #[pyo3(name = "label")]
            fn __get_1<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                classes::AnyField::get(&mut self.label, py)
            }
            #[setter]
            #[pyo3(name = "label")]
            fn __set_1(&mut self, value: Option<Py<PyAny>>) {
                self.label = classes::Field::Python(value);
            }
            #[classattr]
            fn __match_args__(
                py: Python<'_>,
            ) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                Self::match_args(py)
            }
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::repr(slf)
            }
            fn __eq__<'py>(
                slf: &Bound<'py, Self>,
                other: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                Self::equal(slf, other)
            }
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::reduce(slf)
            }
            fn __traverse__(
                &self,
                visit: pyo3::gc::PyVisit<'_>,
            ) -> Result<(), pyo3::gc::PyTraverseError> {
                self.traverse(&visit)
            }
            fn __clear__(&mut self) {
                self.clear();
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::twice::Mark {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = MarkClass {
                    at: classes::shown(self.at, call)?,
                    label: classes::Field::Given(self.label),
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::twice::Mark {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<MarkClass, 2usize>(object)?;
                Ok(Self {
                    at: record.at.read(|never| match never {}, call, "Mark", "at")?,
                    label: record.label.read(|value| value, call, "Mark", "label")?,
                })
            }
        }
        impl Sample for bindings::wasi_py::everything::twice::Mark {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    at: Sample::sample(index)?,
                    label: Sample::sample(index)?,
                })
            }
        }
        impl<'py> ToPython<'py> for bindings::exports::wasi_py::everything::twice::Mark {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let object = MarkClass {
                    at: classes::shown(self.at, call)?,
                    label: classes::Field::Given(self.label),
                };
                Ok(Bound::new(call.py(), object)?.into_any())
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::exports::wasi_py::everything::twice::Mark {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let record = classes::into_record::<MarkClass, 2usize>(object)?;
                Ok(Self {
                    at: record.at.read(|never| match never {}, call, "Mark", "at")?,
                    label: record.label.read(|value| value, call, "Mark", "label")?,
                })
            }
        }
        impl Sample for bindings::exports::wasi_py::everything::twice::Mark {
            fn sample(index: usize) -> Option<Self> {
                Some(Self {
                    at: Sample::sample(index)?,
                    label: Sample::sample(index)?,
                })
            }
        }
        pub static SIDE: classes::Enumeration = classes::Enumeration::new(
            classes::ClassName {
                module: "wit.imports.twice",
                name: "Side",
                doc: "Where something turns to.",
            },
            &["LEFT", "RIGHT"],
        );
        impl Sample for bindings::wasi_py::everything::twice::Side {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 2usize {
                        0usize => Self::Left,
                        1usize => Self::Right,
                        _ => return None,
                    },
                )
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::twice::Side {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                SIDE.member(call.py(), self as usize)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::twice::Side {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(
                    match SIDE.index(&object)? {
                        0usize => Self::Left,
                        1usize => Self::Right,
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        impl Sample for bindings::exports::wasi_py::everything::twice::Side {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 2usize {
                        0usize => Self::Left,
                        1usize => Self::Right,
                        _ => return None,
                    },
                )
            }
        }
        impl<'py> ToPython<'py> for bindings::exports::wasi_py::everything::twice::Side {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                SIDE.member(call.py(), self as usize)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::exports::wasi_py::everything::twice::Side {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(
                    match SIDE.index(&object)? {
                        0usize => Self::Left,
                        1usize => Self::Right,
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        pub static EDGES: classes::Flags = classes::Flags::new(
            classes::ClassName {
                module: "wit.imports.twice",
                name: "Edges",
                doc: "What is drawn.",
            },
            &["TOP", "BOTTOM"],
        );
        impl Sample for bindings::wasi_py::everything::twice::Edges {
            fn sample(index: usize) -> Option<Self> {
                Some(Self::from_bits_truncate(index as _))
            }
        }
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::twice::Edges {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                EDGES.object(call.py(), u32::from(self.bits()))
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::twice::Edges {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(Self::from_bits_truncate(EDGES.bits(&object)? as _))
            }
        }
        impl Sample for bindings::exports::wasi_py::everything::twice::Edges {
            fn sample(index: usize) -> Option<Self> {
                Some(Self::from_bits_truncate(index as _))
            }
        }
        impl<'py> ToPython<'py>
        for bindings::exports::wasi_py::everything::twice::Edges {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                EDGES.object(call.py(), u32::from(self.bits()))
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::exports::wasi_py::everything::twice::Edges {
            fn from_python(
                object: Bound<'py, PyAny>,
                _: &'a Call<'py>,
            ) -> PyResult<Self> {
                Ok(Self::from_bits_truncate(EDGES.bits(&object)? as _))
            }
        }
        pub static CHANGE: classes::Variant = classes::Variant::new(
            classes::ClassName {
                module: "wit.imports.twice",
                name: "Change",
                doc: "A step of a drawing.",
            },
            &[
                classes::Case {
                    name: "ChangeMarked",
                    doc: "",
                    is_full: true,
                },
                classes::Case {
                    name: "ChangeTurned",
                    doc: "",
                    is_full: true,
                },
                classes::Case {
                    name: "ChangeFramed",
                    doc: "",
                    is_full: true,
                },
                classes::Case {
                    name: "ChangeUndone",
                    doc: "",
                    is_full: false,
                },
            ],
        );
        impl<'py> ToPython<'py> for bindings::wasi_py::everything::twice::Change {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let (index, value) = match self {
                    Self::Marked(value) => (0usize, Some(value.to_python(call)?)),
                    Self::Turned(value) => (1usize, Some(value.to_python(call)?)),
                    Self::Framed(value) => (2usize, Some(value.to_python(call)?)),
                    Self::Undone => (3usize, None),
                };
                CHANGE.object(call.py(), index, value)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::wasi_py::everything::twice::Change {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let (index, value) = CHANGE.case(&object)?;
                drop(object);
                Ok(
                    match index {
                        0usize => {
                            Self::Marked(
                                classes::from_field(value, call, "ChangeMarked", "value")?,
                            )
                        }
                        1usize => {
                            Self::Turned(
                                classes::from_field(value, call, "ChangeTurned", "value")?,
                            )
                        }
                        2usize => {
                            Self::Framed(
                                classes::from_field(value, call, "ChangeFramed", "value")?,
                            )
                        }
                        3usize => Self::Undone,
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        impl Sample for bindings::wasi_py::everything::twice::Change {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 4usize {
                        0usize => Self::Marked(Sample::sample(index)?),
                        1usize => Self::Turned(Sample::sample(index)?),
                        2usize => Self::Framed(Sample::sample(index)?),
                        3usize => Self::Undone,
                        _ => return None,
                    },
                )
            }
        }
        impl<'py> ToPython<'py>
        for bindings::exports::wasi_py::everything::twice::Change {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let (index, value) = match self {
                    Self::Marked(value) => (0usize, Some(value.to_python(call)?)),
                    Self::Turned(value) => (1usize, Some(value.to_python(call)?)),
                    Self::Framed(value) => (2usize, Some(value.to_python(call)?)),
                    Self::Undone => (3usize, None),
                };
                CHANGE.object(call.py(), index, value)
            }
        }
        impl<'a, 'py> FromPython<'a, 'py>
        for bindings::exports::wasi_py::everything::twice::Change {
            fn from_python(
                object: Bound<'py, PyAny>,
                call: &'a Call<'py>,
            ) -> PyResult<Self> {
                let (index, value) = CHANGE.case(&object)?;
                drop(object);
                Ok(
                    match index {
                        0usize => {
                            Self::Marked(
                                classes::from_field(value, call, "ChangeMarked", "value")?,
                            )
                        }
                        1usize => {
                            Self::Turned(
                                classes::from_field(value, call, "ChangeTurned", "value")?,
                            )
                        }
                        2usize => {
                            Self::Framed(
                                classes::from_field(value, call, "ChangeFramed", "value")?,
                            )
                        }
                        3usize => Self::Undone,
                        _ => unreachable!("there is no such case"),
                    },
                )
            }
        }
        impl Sample for bindings::exports::wasi_py::everything::twice::Change {
            fn sample(index: usize) -> Option<Self> {
                Some(
                    match index % 4usize {
                        0usize => Self::Marked(Sample::sample(index)?),
                        1usize => Self::Turned(Sample::sample(index)?),
                        2usize => Self::Framed(Sample::sample(index)?),
                        3usize => Self::Undone,
                        _ => return None,
                    },
                )
            }
        }
        pub static CHANGE_EXCEPTION: classes::Exception = classes::Exception::new(classes::ClassName {
            module: "wit.imports.twice",
            name: "ChangeException",
            doc: "A function failed with a `Change`, which is its `value`.",
        });
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_mark", signature = (value))]
        pub fn function_echo_mark<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::twice::Mark = embed::convert::from_argument(
                value,
                __call,
                "echo_mark",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::twice::echo_mark((&value));
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "echo_side", signature = (value))]
        pub fn function_echo_side<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::twice::Side = embed::convert::from_argument(
                value,
                __call,
                "echo_side",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::twice::echo_side(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_edges",
            signature = (value)
        )]
        pub fn function_echo_edges<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::twice::Edges = embed::convert::from_argument(
                value,
                __call,
                "echo_edges",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::twice::echo_edges(value);
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_change",
            signature = (value)
        )]
        pub fn function_echo_change<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::option::Option<
                bindings::wasi_py::everything::twice::Change,
            > = embed::convert::from_argument(value, __call, "echo_change", "value")?;
            let __result = bindings::wasi_py::everything::twice::echo_change(
                (&value).as_ref().map(|value| value),
            );
            __result.to_python(__call)
        }
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_changes",
            signature = (value)
        )]
        pub fn function_echo_changes<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: bindings::wasi_py::everything::twice::Changes = embed::convert::from_argument(
                value,
                __call,
                "echo_changes",
                "value",
            )?;
            let __result = bindings::wasi_py::everything::twice::echo_changes(
                (&value).as_slice(),
            );
            __result.to_python(__call)
        }
        /// Fails as the host fails.
        #[pyfunction]
        #[pyo3(
            crate = "::wasi_py_embed::pyo3",
            name = "echo_refusal",
            signature = (value)
        )]
        pub fn function_echo_refusal<'py>(
            __py: Python<'py>,
            value: Bound<'py, PyAny>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let value: ::core::result::Result<
                bindings::wasi_py::everything::twice::Mark,
                bindings::wasi_py::everything::twice::Change,
            > = embed::convert::from_argument(value, __call, "echo_refusal", "value")?;
            let __result = bindings::wasi_py::everything::twice::echo_refusal(
                match (&value) {
                    Ok(value) => Ok(value),
                    Err(value) => Err(value),
                },
            );
            match __result {
                Ok(value) => value.to_python(__call),
                Err(error) => {
                    Err(imports_twice::CHANGE_EXCEPTION.raised(error.to_python(__call)?))
                }
            }
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "Types that the world imports and exports: Python has one class for each.",
                )?;
            module.add("Point", module.py().get_type::<imports_shapes::PointClass>())?;
            module.add("Mark", module.py().get_type::<imports_twice::MarkClass>())?;
            module.add("Side", imports_twice::SIDE.class(module.py())?)?;
            module.add("Edges", imports_twice::EDGES.class(module.py())?)?;
            module.add("Change", imports_twice::CHANGE.class(module.py())?)?;
            imports_twice::CHANGE
                .add_cases(
                    module,
                    &["ChangeMarked", "ChangeTurned", "ChangeFramed", "ChangeUndone"],
                )?;
            module
                .add(
                    "ChangeException",
                    imports_twice::CHANGE_EXCEPTION.class(module.py())?,
                )?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_mark, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_side, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_edges, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_change, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_changes, module)?)?;
            module.add_function(pyo3::wrap_pyfunction!(function_echo_refusal, module)?)?;
            Ok(())
        }
    }
    pub mod imports_wasi_py_clock_clock_1_0_0 {
        use super::*;
        /// Seconds.
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "now", signature = ())]
        pub fn function_now<'py>(__py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let __result = bindings::wasi_py::clock1_0_0::clock::now();
            __result.to_python(__call)
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module.setattr("__doc__", "The time, as it was told at first.")?;
            module.add_function(pyo3::wrap_pyfunction!(function_now, module)?)?;
            Ok(())
        }
    }
    pub mod imports_wasi_py_clock_clock_2_0_0 {
        use super::*;
        /// As text.
        #[pyfunction]
        #[pyo3(crate = "::wasi_py_embed::pyo3", name = "now", signature = ())]
        pub fn function_now<'py>(__py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            let __call = &Call::new(__py);
            let __result = bindings::wasi_py::clock2_0_0::clock::now();
            __result.to_python(__call)
        }
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module.setattr("__doc__", "The time, as it is told today.")?;
            module.add_function(pyo3::wrap_pyfunction!(function_now, module)?)?;
            Ok(())
        }
    }
    pub mod exports_echo {
        use super::*;
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "A function for each type: what it is given it returns.",
                )?;
            module
                .add("Awkward", module.py().get_type::<imports_shapes::AwkwardClass>())?;
            module.add("Colour", imports_shapes::COLOUR.class(module.py())?)?;
            module.add("Permissions", imports_shapes::PERMISSIONS.class(module.py())?)?;
            module.add("Point", module.py().get_type::<imports_shapes::PointClass>())?;
            module
                .add("Polygon", module.py().get_type::<imports_shapes::PolygonClass>())?;
            module.add("Form", imports_shapes::SHAPE.class(module.py())?)?;
            imports_shapes::SHAPE
                .add_cases(
                    module,
                    &["FormCircle", "FormPolygon", "FormNone", "FormGroup"],
                )?;
            module
                .add(
                    "FormException",
                    imports_shapes::SHAPE_EXCEPTION.class(module.py())?,
                )?;
            Ok(())
        }
    }
    pub mod exports_names {
        use super::*;
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "The same for functions and parameters: what a function is given it returns.",
                )?;
            module.add("Any", imports_reserved::ANY.class(module.py())?)?;
            imports_reserved::ANY
                .add_cases(module, &["AnyNone", "AnySome", "AnyOk", "AnyErr"])?;
            module.add("Enum", imports_reserved::ENUM.class(module.py())?)?;
            module
                .add(
                    "Exports",
                    module.py().get_type::<imports_reserved::ExportsClass>(),
                )?;
            module.add("Flags", imports_reserved::FLAGS.class(module.py())?)?;
            module
                .add(
                    "Protocol",
                    module.py().get_type::<imports_reserved::ProtocolClass>(),
                )?;
            Ok(())
        }
    }
    pub mod exports_twice {
        use super::*;
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "Types that the world imports and exports: Python has one class for each.",
                )?;
            module.add("Point", module.py().get_type::<imports_shapes::PointClass>())?;
            module.add("Mark", module.py().get_type::<imports_twice::MarkClass>())?;
            module.add("Side", imports_twice::SIDE.class(module.py())?)?;
            module.add("Edges", imports_twice::EDGES.class(module.py())?)?;
            module.add("Change", imports_twice::CHANGE.class(module.py())?)?;
            imports_twice::CHANGE
                .add_cases(
                    module,
                    &["ChangeMarked", "ChangeTurned", "ChangeFramed", "ChangeUndone"],
                )?;
            module
                .add(
                    "ChangeException",
                    imports_twice::CHANGE_EXCEPTION.class(module.py())?,
                )?;
            Ok(())
        }
    }
    pub mod exports_views {
        use super::*;
        pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module
                .setattr(
                    "__doc__",
                    "What a host may ask about Python's side of the types.",
                )?;
            module.add("Shape", imports_shapes::SHAPE.class(module.py())?)?;
            imports_shapes::SHAPE
                .add_cases(
                    module,
                    &["ShapeCircle", "ShapePolygon", "ShapeNone", "ShapeGroup"],
                )?;
            module
                .add(
                    "ShapeException",
                    imports_shapes::SHAPE_EXCEPTION.class(module.py())?,
                )?;
            Ok(())
        }
    }
    pub mod app {
        use super::*;
        pub static CLOCKS: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["clocks"],
        );
        pub static ABORT: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["abort"],
        );
        pub static CRC32: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["crc32"],
        );
        pub static MAIN: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["main"],
        );
        pub static MALLOC: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["malloc"],
        );
        pub static MEMORY: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["memory"],
        );
        pub static REMOVE: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["remove"],
        );
        pub static TIME: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["time"],
        );
        pub static WRITE: embed::Function = embed::Function::new(
            "an_app",
            None,
            &["write"],
        );
    }
    impl bindings::Guest for Component {
        fn clocks() -> (u32, ::std::string::String) {
            PYTHON
                .export(move |call| {
                    let returned = app::CLOCKS.call(call.py(), ())?;
                    app::CLOCKS.returned(returned, call)
                })
        }
        fn abort(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::ABORT
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::ABORT.returned(returned, call)
                })
        }
        fn crc32(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::CRC32
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::CRC32.returned(returned, call)
                })
        }
        fn main(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::MAIN
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::MAIN.returned(returned, call)
                })
        }
        fn malloc(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::MALLOC
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::MALLOC.returned(returned, call)
                })
        }
        fn memory(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::MEMORY
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::MEMORY.returned(returned, call)
                })
        }
        fn remove(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::REMOVE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::REMOVE.returned(returned, call)
                })
        }
        fn time(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::TIME
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::TIME.returned(returned, call)
                })
        }
        fn write(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app::WRITE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app::WRITE.returned(returned, call)
                })
        }
    }
    pub mod app_echo {
        use super::*;
        pub static ECHO_BOOL: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_bool"],
        );
        pub static ECHO_U8: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_u8"],
        );
        pub static ECHO_U16: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_u16"],
        );
        pub static ECHO_U32: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_u32"],
        );
        pub static ECHO_U64: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_u64"],
        );
        pub static ECHO_S8: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_s8"],
        );
        pub static ECHO_S16: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_s16"],
        );
        pub static ECHO_S32: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_s32"],
        );
        pub static ECHO_S64: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_s64"],
        );
        pub static ECHO_F32: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_f32"],
        );
        pub static ECHO_F64: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_f64"],
        );
        pub static ECHO_CHAR: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_char"],
        );
        pub static ECHO_STRING: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_string"],
        );
        pub static ECHO_BYTES: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_bytes"],
        );
        pub static ECHO_NAMES: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_names"],
        );
        pub static ECHO_LISTS: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_lists"],
        );
        pub static ECHO_TUPLE: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_tuple"],
        );
        pub static ECHO_OPTION: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_option"],
        );
        pub static ECHO_OPTIONS: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_options"],
        );
        pub static ECHO_RESULTS: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_results"],
        );
        pub static ECHO_BARE_RESULTS: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_bare_results"],
        );
        pub static ECHO_POINT: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_point"],
        );
        pub static ECHO_AWKWARD: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_awkward"],
        );
        pub static ECHO_POLYGON: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_polygon"],
        );
        pub static ECHO_COLOUR: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_colour"],
        );
        pub static ECHO_PERMISSIONS: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_permissions"],
        );
        pub static ECHO_FORM: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_form"],
        );
        pub static ECHO_FORMS: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_forms"],
        );
        pub static ECHO_NEST: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_nest"],
        );
        pub static ECHO_MANY: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_many"],
        );
        pub static ECHO_NOTHING: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_nothing"],
        );
        pub static ECHO_FAILURE: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_failure"],
        );
        pub static ECHO_TEXT_FAILURE: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_text_failure"],
        );
        pub static ECHO_BARE_FAILURE: embed::Function = embed::Function::new(
            "an_app",
            Some("echo"),
            &["echo_bare_failure"],
        );
    }
    impl bindings::exports::wasi_py::everything::echo::Guest for Component {
        fn echo_bool(argument_0: bool) -> bool {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_BOOL
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_BOOL.returned(returned, call)
                })
        }
        fn echo_u8(argument_0: u8) -> u8 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_U8
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_U8.returned(returned, call)
                })
        }
        fn echo_u16(argument_0: u16) -> u16 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_U16
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_U16.returned(returned, call)
                })
        }
        fn echo_u32(argument_0: u32) -> u32 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_U32
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_U32.returned(returned, call)
                })
        }
        fn echo_u64(argument_0: u64) -> u64 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_U64
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_U64.returned(returned, call)
                })
        }
        fn echo_s8(argument_0: i8) -> i8 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_S8
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_S8.returned(returned, call)
                })
        }
        fn echo_s16(argument_0: i16) -> i16 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_S16
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_S16.returned(returned, call)
                })
        }
        fn echo_s32(argument_0: i32) -> i32 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_S32
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_S32.returned(returned, call)
                })
        }
        fn echo_s64(argument_0: i64) -> i64 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_S64
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_S64.returned(returned, call)
                })
        }
        fn echo_f32(argument_0: f32) -> f32 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_F32
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_F32.returned(returned, call)
                })
        }
        fn echo_f64(argument_0: f64) -> f64 {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_F64
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_F64.returned(returned, call)
                })
        }
        fn echo_char(argument_0: char) -> char {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_CHAR
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_CHAR.returned(returned, call)
                })
        }
        fn echo_string(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_STRING
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_STRING.returned(returned, call)
                })
        }
        fn echo_bytes(argument_0: ::std::vec::Vec<u8>) -> ::std::vec::Vec<u8> {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_BYTES
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_BYTES.returned(returned, call)
                })
        }
        fn echo_names(
            argument_0: bindings::exports::wasi_py::everything::echo::Names,
        ) -> bindings::exports::wasi_py::everything::echo::Names {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_NAMES
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_NAMES.returned(returned, call)
                })
        }
        fn echo_lists(
            argument_0: ::std::vec::Vec<::std::vec::Vec<u32>>,
        ) -> ::std::vec::Vec<::std::vec::Vec<u32>> {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_LISTS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_LISTS.returned(returned, call)
                })
        }
        fn echo_tuple(
            argument_0: (u8, ::std::string::String, (bool, ::core::option::Option<i64>)),
        ) -> (u8, ::std::string::String, (bool, ::core::option::Option<i64>)) {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_TUPLE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_TUPLE.returned(returned, call)
                })
        }
        fn echo_option(
            argument_0: ::core::option::Option<::std::string::String>,
        ) -> ::core::option::Option<::std::string::String> {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_OPTION
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_OPTION.returned(returned, call)
                })
        }
        fn echo_options(
            argument_0: ::core::option::Option<
                ::core::option::Option<::core::option::Option<u32>>,
            >,
        ) -> ::core::option::Option<
            ::core::option::Option<::core::option::Option<u32>>,
        > {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_OPTIONS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_OPTIONS.returned(returned, call)
                })
        }
        fn echo_results(
            argument_0: ::std::vec::Vec<
                ::core::result::Result<u32, ::std::string::String>,
            >,
        ) -> ::std::vec::Vec<::core::result::Result<u32, ::std::string::String>> {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_RESULTS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_RESULTS.returned(returned, call)
                })
        }
        fn echo_bare_results(
            argument_0: (
                ::core::result::Result<(), ()>,
                ::core::result::Result<u8, ()>,
                ::core::result::Result<
                    (),
                    bindings::exports::wasi_py::everything::echo::Colour,
                >,
            ),
        ) -> (
            ::core::result::Result<(), ()>,
            ::core::result::Result<u8, ()>,
            ::core::result::Result<
                (),
                bindings::exports::wasi_py::everything::echo::Colour,
            >,
        ) {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_BARE_RESULTS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_BARE_RESULTS.returned(returned, call)
                })
        }
        fn echo_point(
            argument_0: bindings::exports::wasi_py::everything::echo::Point,
        ) -> bindings::exports::wasi_py::everything::echo::Point {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_POINT
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_POINT.returned(returned, call)
                })
        }
        fn echo_awkward(
            argument_0: bindings::exports::wasi_py::everything::echo::Awkward,
        ) -> bindings::exports::wasi_py::everything::echo::Awkward {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_AWKWARD
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_AWKWARD.returned(returned, call)
                })
        }
        fn echo_polygon(
            argument_0: bindings::exports::wasi_py::everything::echo::Polygon,
        ) -> bindings::exports::wasi_py::everything::echo::Polygon {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_POLYGON
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_POLYGON.returned(returned, call)
                })
        }
        fn echo_colour(
            argument_0: bindings::exports::wasi_py::everything::echo::Colour,
        ) -> bindings::exports::wasi_py::everything::echo::Colour {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_COLOUR
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_COLOUR.returned(returned, call)
                })
        }
        fn echo_permissions(
            argument_0: bindings::exports::wasi_py::everything::echo::Permissions,
        ) -> bindings::exports::wasi_py::everything::echo::Permissions {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_PERMISSIONS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_PERMISSIONS.returned(returned, call)
                })
        }
        fn echo_form(
            argument_0: bindings::exports::wasi_py::everything::echo::Form,
        ) -> bindings::exports::wasi_py::everything::echo::Form {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_FORM
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_FORM.returned(returned, call)
                })
        }
        fn echo_forms(
            argument_0: ::std::vec::Vec<
                ::core::option::Option<
                    bindings::exports::wasi_py::everything::echo::Form,
                >,
            >,
        ) -> ::std::vec::Vec<
            ::core::option::Option<bindings::exports::wasi_py::everything::echo::Form>,
        > {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_FORMS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_FORMS.returned(returned, call)
                })
        }
        fn echo_nest(
            argument_0: bindings::exports::wasi_py::everything::echo::Nest,
        ) -> bindings::exports::wasi_py::everything::echo::Nest {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_NEST
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_echo::ECHO_NEST.returned(returned, call)
                })
        }
        fn echo_many(
            argument_0: u8,
            argument_1: u16,
            argument_2: u32,
            argument_3: u64,
            argument_4: i8,
            argument_5: i16,
            argument_6: i32,
            argument_7: i64,
            argument_8: f32,
            argument_9: f64,
            argument_10: char,
            argument_11: ::std::string::String,
            argument_12: bool,
            argument_13: bindings::exports::wasi_py::everything::echo::Point,
        ) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_MANY
                        .call(
                            call.py(),
                            pyo3::types::PyTuple::new(
                                call.py(),
                                [
                                    argument_0.to_python(call)?,
                                    argument_1.to_python(call)?,
                                    argument_2.to_python(call)?,
                                    argument_3.to_python(call)?,
                                    argument_4.to_python(call)?,
                                    argument_5.to_python(call)?,
                                    argument_6.to_python(call)?,
                                    argument_7.to_python(call)?,
                                    argument_8.to_python(call)?,
                                    argument_9.to_python(call)?,
                                    argument_10.to_python(call)?,
                                    argument_11.to_python(call)?,
                                    argument_12.to_python(call)?,
                                    argument_13.to_python(call)?,
                                ],
                            )?,
                        )?;
                    app_echo::ECHO_MANY.returned(returned, call)
                })
        }
        fn echo_nothing() -> () {
            PYTHON
                .export(move |call| {
                    let returned = app_echo::ECHO_NOTHING.call(call.py(), ())?;
                    app_echo::ECHO_NOTHING.returned(returned, call)
                })
        }
        fn echo_failure(
            argument_0: ::core::result::Result<
                ::std::string::String,
                bindings::exports::wasi_py::everything::echo::Form,
            >,
        ) -> ::core::result::Result<
            ::std::string::String,
            bindings::exports::wasi_py::everything::echo::Form,
        > {
            PYTHON
                .export_result(
                    move |call| {
                        let returned = app_echo::ECHO_FAILURE
                            .call(call.py(), (argument_0.to_python(call)?,))?;
                        app_echo::ECHO_FAILURE.returned(returned, call)
                    },
                    |raised| None,
                )
        }
        fn echo_text_failure(
            argument_0: ::core::result::Result<u32, ::std::string::String>,
        ) -> ::core::result::Result<u32, ::std::string::String> {
            PYTHON
                .export_result(
                    move |call| {
                        let returned = app_echo::ECHO_TEXT_FAILURE
                            .call(call.py(), (argument_0.to_python(call)?,))?;
                        app_echo::ECHO_TEXT_FAILURE.returned(returned, call)
                    },
                    |raised| None,
                )
        }
        fn echo_bare_failure(
            argument_0: ::core::result::Result<u32, ()>,
        ) -> ::core::result::Result<u32, ()> {
            PYTHON
                .export_result(
                    move |call| {
                        let returned = app_echo::ECHO_BARE_FAILURE
                            .call(call.py(), (argument_0.to_python(call)?,))?;
                        app_echo::ECHO_BARE_FAILURE.returned(returned, call)
                    },
                    |raised| None,
                )
        }
    }
    pub mod app_names {
        use super::*;
        pub static CLASS: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["class_"],
        );
        pub static EMBED: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["embed"],
        );
        pub static IMPORT: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["import_"],
        );
        pub static LIST: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["list"],
        );
        pub static NONE: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["none"],
        );
        pub static PROPERTY: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["property"],
        );
        pub static STR: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["str"],
        );
        pub static WIT: embed::Function = embed::Function::new(
            "an_app",
            Some("names"),
            &["wit"],
        );
    }
    impl bindings::exports::wasi_py::everything::names::Guest for Component {
        fn class(
            argument_0: bindings::exports::wasi_py::everything::names::Protocol,
        ) -> bindings::exports::wasi_py::everything::names::Protocol {
            PYTHON
                .export(move |call| {
                    let returned = app_names::CLASS
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::CLASS.returned(returned, call)
                })
        }
        fn embed(
            argument_0: bindings::exports::wasi_py::everything::names::Exports,
        ) -> bindings::exports::wasi_py::everything::names::Exports {
            PYTHON
                .export(move |call| {
                    let returned = app_names::EMBED
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::EMBED.returned(returned, call)
                })
        }
        fn import(
            argument_0: bindings::exports::wasi_py::everything::names::Enum,
        ) -> bindings::exports::wasi_py::everything::names::Enum {
            PYTHON
                .export(move |call| {
                    let returned = app_names::IMPORT
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::IMPORT.returned(returned, call)
                })
        }
        fn list(
            argument_0: ::std::vec::Vec<::std::string::String>,
        ) -> ::std::vec::Vec<::std::string::String> {
            PYTHON
                .export(move |call| {
                    let returned = app_names::LIST
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::LIST.returned(returned, call)
                })
        }
        fn none(
            argument_0: ::core::option::Option<
                bindings::exports::wasi_py::everything::names::Any,
            >,
        ) -> ::core::option::Option<bindings::exports::wasi_py::everything::names::Any> {
            PYTHON
                .export(move |call| {
                    let returned = app_names::NONE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::NONE.returned(returned, call)
                })
        }
        fn property(
            argument_0: bindings::exports::wasi_py::everything::names::Flags,
        ) -> bindings::exports::wasi_py::everything::names::Flags {
            PYTHON
                .export(move |call| {
                    let returned = app_names::PROPERTY
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::PROPERTY.returned(returned, call)
                })
        }
        fn str(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app_names::STR
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::STR.returned(returned, call)
                })
        }
        fn wit(argument_0: ::std::vec::Vec<u8>) -> ::std::vec::Vec<u8> {
            PYTHON
                .export(move |call| {
                    let returned = app_names::WIT
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_names::WIT.returned(returned, call)
                })
        }
    }
    pub mod app_twice {
        use super::*;
        pub static ECHO_MARK: embed::Function = embed::Function::new(
            "an_app",
            Some("twice"),
            &["echo_mark"],
        );
        pub static ECHO_SIDE: embed::Function = embed::Function::new(
            "an_app",
            Some("twice"),
            &["echo_side"],
        );
        pub static ECHO_EDGES: embed::Function = embed::Function::new(
            "an_app",
            Some("twice"),
            &["echo_edges"],
        );
        pub static ECHO_CHANGE: embed::Function = embed::Function::new(
            "an_app",
            Some("twice"),
            &["echo_change"],
        );
        pub static ECHO_CHANGES: embed::Function = embed::Function::new(
            "an_app",
            Some("twice"),
            &["echo_changes"],
        );
        pub static ECHO_REFUSAL: embed::Function = embed::Function::new(
            "an_app",
            Some("twice"),
            &["echo_refusal"],
        );
    }
    impl bindings::exports::wasi_py::everything::twice::Guest for Component {
        fn echo_mark(
            argument_0: bindings::exports::wasi_py::everything::twice::Mark,
        ) -> bindings::exports::wasi_py::everything::twice::Mark {
            PYTHON
                .export(move |call| {
                    let returned = app_twice::ECHO_MARK
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_twice::ECHO_MARK.returned(returned, call)
                })
        }
        fn echo_side(
            argument_0: bindings::exports::wasi_py::everything::twice::Side,
        ) -> bindings::exports::wasi_py::everything::twice::Side {
            PYTHON
                .export(move |call| {
                    let returned = app_twice::ECHO_SIDE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_twice::ECHO_SIDE.returned(returned, call)
                })
        }
        fn echo_edges(
            argument_0: bindings::exports::wasi_py::everything::twice::Edges,
        ) -> bindings::exports::wasi_py::everything::twice::Edges {
            PYTHON
                .export(move |call| {
                    let returned = app_twice::ECHO_EDGES
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_twice::ECHO_EDGES.returned(returned, call)
                })
        }
        fn echo_change(
            argument_0: ::core::option::Option<
                bindings::exports::wasi_py::everything::twice::Change,
            >,
        ) -> ::core::option::Option<
            bindings::exports::wasi_py::everything::twice::Change,
        > {
            PYTHON
                .export(move |call| {
                    let returned = app_twice::ECHO_CHANGE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_twice::ECHO_CHANGE.returned(returned, call)
                })
        }
        fn echo_changes(
            argument_0: bindings::exports::wasi_py::everything::twice::Changes,
        ) -> bindings::exports::wasi_py::everything::twice::Changes {
            PYTHON
                .export(move |call| {
                    let returned = app_twice::ECHO_CHANGES
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_twice::ECHO_CHANGES.returned(returned, call)
                })
        }
        fn echo_refusal(
            argument_0: ::core::result::Result<
                bindings::exports::wasi_py::everything::twice::Mark,
                bindings::exports::wasi_py::everything::twice::Change,
            >,
        ) -> ::core::result::Result<
            bindings::exports::wasi_py::everything::twice::Mark,
            bindings::exports::wasi_py::everything::twice::Change,
        > {
            PYTHON
                .export_result(
                    move |call| {
                        let returned = app_twice::ECHO_REFUSAL
                            .call(call.py(), (argument_0.to_python(call)?,))?;
                        app_twice::ECHO_REFUSAL.returned(returned, call)
                    },
                    |raised| None,
                )
        }
    }
    pub mod app_views {
        use super::*;
        pub static DESCRIBE: embed::Function = embed::Function::new(
            "an_app",
            Some("views"),
            &["describe"],
        );
        pub static RUN: embed::Function = embed::Function::new(
            "an_app",
            Some("views"),
            &["run"],
        );
    }
    impl bindings::exports::wasi_py::everything::views::Guest for Component {
        fn describe(
            argument_0: bindings::exports::wasi_py::everything::views::Shape,
        ) -> (::std::string::String, ::std::string::String) {
            PYTHON
                .export(move |call| {
                    let returned = app_views::DESCRIBE
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_views::DESCRIBE.returned(returned, call)
                })
        }
        fn run(argument_0: ::std::string::String) -> ::std::string::String {
            PYTHON
                .export(move |call| {
                    let returned = app_views::RUN
                        .call(call.py(), (argument_0.to_python(call)?,))?;
                    app_views::RUN.returned(returned, call)
                })
        }
    }
}
/// What implements the world's exports.
pub struct Component;
#[allow(
    unsafe_code,
    clippy::undocumented_unsafe_blocks,
    reason = "written by wit-bindgen"
)]
mod exported {
    use super::Component;
    super::bindings::export!(Component with_types_in super::bindings);
}
::wasi_py_embed::export_snapshot!(super::python::PYTHON, super::python::prepare);
