//! Random values of any type that a component has.

use proptest::prelude::*;
use proptest::sample::subsequence;
use wasmtime::component::Val;
use wasmtime::component::types::{Case, Type};

/// Makes every value of a type; resources, which only a component can make, excepted.
pub(crate) fn any_value(ty: &Type) -> BoxedStrategy<Val> {
    match ty {
        Type::Bool => any::<bool>().prop_map(Val::Bool).boxed(),
        Type::U8 => any::<u8>().prop_map(Val::U8).boxed(),
        Type::U16 => any::<u16>().prop_map(Val::U16).boxed(),
        Type::U32 => any::<u32>().prop_map(Val::U32).boxed(),
        Type::U64 => any::<u64>().prop_map(Val::U64).boxed(),
        Type::S8 => any::<i8>().prop_map(Val::S8).boxed(),
        Type::S16 => any::<i16>().prop_map(Val::S16).boxed(),
        Type::S32 => any::<i32>().prop_map(Val::S32).boxed(),
        Type::S64 => any::<i64>().prop_map(Val::S64).boxed(),
        Type::Float32 => proptest::num::f32::ANY.prop_map(Val::Float32).boxed(),
        Type::Float64 => proptest::num::f64::ANY.prop_map(Val::Float64).boxed(),
        Type::Char => any::<char>().prop_map(Val::Char).boxed(),
        Type::String => any::<String>().prop_map(Val::String).boxed(),
        Type::List(list) => prop::collection::vec(any_value(&list.ty()), 0..5)
            .prop_map(Val::List)
            .boxed(),
        Type::Tuple(tuple) => all(tuple.types()).prop_map(Val::Tuple).boxed(),
        Type::Record(record) => {
            let fields = record.fields();
            let names: Vec<String> = fields.map(|field| field.name.to_owned()).collect();
            let values = all(record.fields().map(|field| field.ty));
            values
                .prop_map(move |values| Val::Record(names.iter().cloned().zip(values).collect()))
                .boxed()
        }
        Type::Variant(variant) => {
            let cases: Vec<_> = variant.cases().map(|case| any_case(&case)).collect();
            proptest::strategy::Union::new(cases).boxed()
        }
        Type::Enum(names) => {
            let names: Vec<String> = names.names().map(str::to_owned).collect();
            prop::sample::select(names).prop_map(Val::Enum).boxed()
        }
        Type::Flags(names) => {
            let names: Vec<String> = names.names().map(str::to_owned).collect();
            let count = names.len();
            subsequence(names, 0..=count).prop_map(Val::Flags).boxed()
        }
        Type::Option(option) => {
            let some = any_value(&option.ty()).prop_map(|value| Some(Box::new(value)));
            prop_oneof![Just(None), some].prop_map(Val::Option).boxed()
        }
        Type::Result(result) => {
            let ok = payload(result.ok()).prop_map(Ok);
            let err = payload(result.err()).prop_map(Err);
            prop_oneof![ok, err].prop_map(Val::Result).boxed()
        }
        other => panic!("no values of {other:?}"),
    }
}

/// Makes a value for each of several types.
pub(crate) fn all(types: impl Iterator<Item = Type>) -> BoxedStrategy<Vec<Val>> {
    types.map(|ty| any_value(&ty)).collect::<Vec<_>>().boxed()
}

fn any_case(case: &Case<'_>) -> BoxedStrategy<Val> {
    let name = case.name.to_owned();
    payload(case.ty.clone())
        .prop_map(move |value| Val::Variant(name.clone(), value))
        .boxed()
}

fn payload(ty: Option<Type>) -> BoxedStrategy<Option<Box<Val>>> {
    match ty {
        Some(ty) => any_value(&ty)
            .prop_map(|value| Some(Box::new(value)))
            .boxed(),
        None => Just(None).boxed(),
    }
}
