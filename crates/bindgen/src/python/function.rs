//! Functions as Python writes them.

use wit_bindgen_core::wit_parser::{Function, Param};

use super::Scope;
use crate::world::{Role, role};
use crate::{Settings, World, names};

/// Returns how a function is written in the app: `def count(text: str) -> int`.
pub(crate) fn signature(world: &World, settings: &Settings, function: &Function) -> String {
    let mut scope = Scope::anywhere(world, settings);
    scope.is_of_the_app = true;
    signature_in(&mut scope, function)
}

/// Returns how a function is written in a module or class.
pub(crate) fn signature_in(scope: &mut Scope<'_>, function: &Function) -> String {
    let is_bound = match role(function) {
        Role::Constructor(id) => {
            let class = names::class(scope.world.name_of(id));
            let parameters = parameters(scope, function, true);
            return format!("class {class}: def __init__({parameters}) -> None");
        }
        Role::Method(_) => true,
        Role::Free | Role::Static(_) => false,
    };
    declaration(scope, function, is_bound)
}

/// Returns how a function is written that is no constructor.
pub(crate) fn declaration(scope: &mut Scope<'_>, function: &Function, with_self: bool) -> String {
    let parameters = parameters(scope, function, with_self);
    let result = result(scope, function);
    let name = names::python(function.item_name());
    let is_async = function.kind.is_async();
    if is_async && scope.is_exporting && scope.is_in_module() {
        // A function that has nothing to await will do as well.
        let awaitable = scope.imported("collections.abc", "Awaitable");
        return format!("def {name}({parameters}) -> {awaitable}[{result}] | {result}");
    }
    let def = if is_async { "async def" } else { "def" };
    format!("{def} {name}({parameters}) -> {result}")
}

/// Returns the annotation of what a function returns; what it fails with is raised.
pub(crate) fn result(scope: &mut Scope<'_>, function: &Function) -> String {
    let world = scope.world;
    let returned = match world.result_of(function) {
        Some(result) => result.ok.as_ref(),
        None => function.result.as_ref(),
    };
    scope.is_received = !scope.is_exporting;
    let annotation = if scope.is_of_the_app {
        scope.returned(returned)
    } else {
        scope.optional(returned)
    };
    scope.is_received = false;
    annotation
}

/// Returns the parameters of a function with their annotations.
pub(crate) fn parameters(scope: &mut Scope<'_>, function: &Function, with_self: bool) -> String {
    let mut all: Vec<String> = with_self.then(|| "self".to_owned()).into_iter().collect();
    scope.is_received = scope.is_exporting;
    for param in passed(function) {
        let annotation = scope.annotation(&param.ty);
        all.push(format!("{}: {annotation}", names::python(&param.name)));
    }
    scope.is_received = false;
    all.join(", ")
}

/// Returns the names of the parameters that Python passes.
pub(crate) fn parameter_names(function: &Function) -> Vec<String> {
    let params = passed(function).iter();
    params.map(|param| names::python(&param.name)).collect()
}

/// Returns the parameters but for the object of a method.
pub(crate) fn passed(function: &Function) -> &[Param] {
    match role(function) {
        Role::Method(_) => &function.params[1..],
        Role::Free | Role::Static(_) | Role::Constructor(_) => &function.params,
    }
}
