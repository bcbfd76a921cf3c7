//! Parameters by number. `wit-bindgen` calls them as WIT does, and beside them has variables of its own, such
//! as `ret_area`.

use wit_bindgen_core::wit_parser::{Function, FunctionKind, Resolve, WorldItem};

/// Returns the same worlds with parameters `argument-0` and so on. What is encoded of them is not the same.
pub(super) fn numbered(resolve: &Resolve) -> Resolve {
    let mut resolve = resolve.clone();
    for (_, interface) in &mut resolve.interfaces {
        interface.functions.values_mut().for_each(number);
    }
    for (_, world) in &mut resolve.worlds {
        for item in world.imports.values_mut().chain(world.exports.values_mut()) {
            if let WorldItem::Function(function) = item {
                number(function);
            }
        }
    }
    resolve
}

fn number(function: &mut Function) {
    let skipped = usize::from(matches!(function.kind, FunctionKind::Method(_)));
    let params = function.params.iter_mut().skip(skipped);
    for (index, param) in params.enumerate() {
        param.name = format!("argument-{index}");
    }
}
