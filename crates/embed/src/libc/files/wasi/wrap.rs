//! Functions in the place of the C library's own, for those that answer with a result or an error.

/// Makes `__wrap_` functions, which take the places of C's functions of these names. They fail with `$error`.
///
/// With a handle of ours they run their body. With any other they are C's own. The caller of this macro has a
/// function `answer`, which writes such an error.
macro_rules! wrap {
    ($error:ty; $(
        $name:ident($on:ident $(, $argument:ident: $type:ty)*) $(-> $result:ty)?:
        |$files:ident| $body:expr;
    )*) => {$(
        #[unsafe(export_name = concat!("__wrap_", stringify!($name)))]
        extern "C" fn $name(
            on: i32,
            $($argument: $type,)*
            $(result: Place<'_, $result>,)?
            error: Place<'_, $error>,
        ) -> bool {
            unsafe extern "C" {
                #[link_name = concat!("__real_", stringify!($name))]
                fn real(
                    on: i32,
                    $($argument: $type,)*
                    $(result: Place<'_, $result>,)?
                    error: Place<'_, $error>,
                ) -> bool;
            }
            let Some($on) = ours(on) else {
                // SAFETY: C's own, called as this one was.
                return unsafe {
                    real(on, $($argument,)* $({ let result: Place<'_, $result> = result; result },)? error)
                };
            };
            answer(with(|$files| $body), error)
                $(.map(|done: $result| { result.write(done); }))?
                .is_some()
        }
    )*};
}

pub(super) use wrap;
