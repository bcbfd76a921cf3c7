//! Names of Rust's prelude that `wit-bindgen` writes as they are. A world may have types of those names,
//! which hide them: written in full, each stays what is meant.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprPath, GenericArgument, Pat, PatPath, Path, PathArguments, TraitBound, TypePath};

/// Writes names of the prelude in full.
pub(super) struct Prelude;

impl VisitMut for Prelude {
    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        write_value(&mut path.path);
        if let Some(of_trait) = &mut path.qself
            && of_trait.position == 1
            && matches!(&*path.path.segments[0].ident.to_string(), "From" | "Into")
        {
            // `<T as Into<U>>::into`: the trait's path is what comes before that position.
            let segments = path.path.segments.iter();
            path.path = syn::parse_quote!(::core::convert::#(#segments)::*);
            of_trait.position = 3;
        }
        visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            // By itself it looks like a variable.
            Pat::Ident(ident) if ident.ident == "None" => {
                *pattern = Pat::Path(PatPath {
                    attrs: Vec::new(),
                    qself: None,
                    path: syn::parse_quote!(::core::option::Option::None),
                });
            }
            Pat::TupleStruct(tuple) => write_value(&mut tuple.path),
            _ => {}
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        if bound.path.is_ident("Sized") {
            bound.path = syn::parse_quote!(::core::marker::Sized);
        }
        visit_mut::visit_trait_bound_mut(self, bound);
    }

    fn visit_type_path_mut(&mut self, path: &mut TypePath) {
        write_type(&mut path.path);
        visit_mut::visit_type_path_mut(self, path);
    }
}

/// Writes the name in `Some(value)` by its full path. Types of a world are called, if at all, by
/// paths with more than a name.
fn write_value(path: &mut Path) {
    let Some(name) = path.get_ident() else { return };
    *path = match name.to_string().as_str() {
        "Some" => syn::parse_quote!(::core::option::Option::Some),
        "None" => syn::parse_quote!(::core::option::Option::None),
        "Ok" => syn::parse_quote!(::core::result::Result::Ok),
        "Err" => syn::parse_quote!(::core::result::Result::Err),
        _ => return,
    };
}

/// Writes the name in `Option<T>` by its full path. Types of a world have no parameters but lifetimes.
fn write_type(path: &mut Path) {
    let [segment] = path.segments.iter().collect::<Vec<_>>()[..] else {
        return;
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return;
    };
    let is_type = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(_));
    if !arguments.args.iter().any(is_type) || path.leading_colon.is_some() {
        return;
    }
    *path = match segment.ident.to_string().as_str() {
        "Option" => syn::parse_quote!(::core::option::Option #arguments),
        "Result" => syn::parse_quote!(::core::result::Result #arguments),
        _ => return,
    };
}
