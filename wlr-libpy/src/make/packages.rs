//! The packages of Debian that the making of libpython takes.

/// The packages that building takes on Debian, with any toolchain.
pub const DEBIAN_BUILD_PACKAGES: [&str; 5] = ["curl", "gcc", "libc6-dev", "make", "xz-utils"];

/// The packages of Debian's own toolchain. wasi-libc is not among them, since it is not taken from the
/// machine.
pub const DEBIAN_CLANG_PACKAGES: [&str; 4] =
    ["clang-19", "libclang-rt-19-dev-wasm32", "lld-19", "llvm-19"];
