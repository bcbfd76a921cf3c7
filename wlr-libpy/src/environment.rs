//! The environment variables that select a libpython and its tools.

/// The variable that names the folder of the cache.
pub const CACHE_VARIABLE: &str = "WASI_PY_CACHE";

/// The variable that selects a release by its version. Without it the first row counts.
pub const VERSION_VARIABLE: &str = "WLR_LIBPY_VERSION";

/// The variable that asks for a libpython with assertions, whatever its value.
pub const ASSERTIONS_VARIABLE: &str = "WLR_LIBPY_ASSERTIONS";

/// The variable that names a folder with a libpython, instead of the cache.
pub const DIR_VARIABLE: &str = "WLR_LIBPY_DIR";

/// The variable that names the folder of a wasi-sdk.
pub const SDK_VARIABLE: &str = "WASI_SDK_PATH";

/// The variable that names a folder or address with archives of libpython, which are taken instead of making
/// it.
pub const PREBUILT_VARIABLE: &str = "WLR_LIBPY_PREBUILT";
