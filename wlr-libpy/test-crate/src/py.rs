//! Python's command line as a WASI program. Its standard library is expected at `/usr/local/lib/python3.13`,
//! mapped in.

fn main() {
    std::process::exit(wlr_libpy::py_main::py_main(std::env::args().collect()));
}
