//! Values of any type of a component, made from bytes.

use arbitrary::{Result, Unstructured};
use wasmtime::component::Val;
use wasmtime::component::types::Type;

use crate::input;

/// The most elements of a list.
const LONGEST_LIST: usize = 6;
/// Floats with unusual bits, or at the end of a range.
const FLOATS: [u64; 8] = [
    0x8000_0000_0000_0000,
    0x7ff0_0000_0000_0000,
    0x7ff8_0000_0000_0000,
    0xfff8_0000_0000_0001,
    0x7ff0_0000_0000_0001,
    0xffff_ffff_ffff_ffff,
    0x0000_0000_0000_0001,
    0x7fef_ffff_ffff_ffff,
];

/// Makes a value of any type, except for resources, which only a component can make.
pub(super) fn any(ty: &Type, input: &mut Unstructured<'_>) -> Result<Val> {
    Ok(match ty {
        Type::Bool => Val::Bool(input.arbitrary()?),
        Type::U8 => Val::U8(input.arbitrary()?),
        Type::U16 => Val::U16(input.arbitrary()?),
        Type::U32 => Val::U32(input.arbitrary()?),
        Type::U64 => Val::U64(input.arbitrary()?),
        Type::S8 => Val::S8(input.arbitrary()?),
        Type::S16 => Val::S16(input.arbitrary()?),
        Type::S32 => Val::S32(input.arbitrary()?),
        Type::S64 => Val::S64(input.arbitrary()?),
        Type::Float32 => Val::Float32(f32::from_bits((bits(input)? >> 32) as u32)),
        Type::Float64 => Val::Float64(f64::from_bits(bits(input)?)),
        Type::Char => Val::Char(input.arbitrary()?),
        Type::String => Val::String(input::text(input)?),
        ty => compound(ty, input)?,
    })
}

fn bits(input: &mut Unstructured<'_>) -> Result<u64> {
    if input.ratio(1, 4)? {
        input.choose(&FLOATS).copied()
    } else {
        input.arbitrary()
    }
}

fn compound(ty: &Type, input: &mut Unstructured<'_>) -> Result<Val> {
    Ok(match ty {
        Type::List(list) => {
            let types = vec![list.ty(); input.int_in_range(0..=LONGEST_LIST)?];
            Val::List(all(types.into_iter(), input)?)
        }
        Type::Tuple(tuple) => Val::Tuple(all(tuple.types(), input)?),
        Type::Record(record) => {
            let names = record.fields().map(|field| field.name.to_owned());
            let values = all(record.fields().map(|field| field.ty), input)?;
            Val::Record(names.zip(values).collect())
        }
        Type::Variant(variant) => {
            let case = variant
                .cases()
                .nth(input.choose_index(variant.cases().len())?);
            let case = case.ok_or(arbitrary::Error::EmptyChoose)?;
            Val::Variant(case.name.to_owned(), payload(case.ty, input)?)
        }
        Type::Enum(names) => {
            let name = names.names().nth(input.choose_index(names.names().len())?);
            Val::Enum(name.ok_or(arbitrary::Error::EmptyChoose)?.to_owned())
        }
        Type::Flags(names) => {
            let set: u64 = input.arbitrary()?;
            let flags = names
                .names()
                .enumerate()
                .filter(|(bit, _)| set >> bit & 1 == 1);
            Val::Flags(flags.map(|(_, name)| name.to_owned()).collect())
        }
        Type::Option(option) => {
            let ty = input.arbitrary::<bool>()?.then(|| option.ty());
            Val::Option(payload(ty, input)?)
        }
        Type::Result(result) => Val::Result(if input.arbitrary()? {
            Ok(payload(result.ok(), input)?)
        } else {
            Err(payload(result.err(), input)?)
        }),
        other => panic!("no values of {other:?}"),
    })
}

fn all(types: impl Iterator<Item = Type>, input: &mut Unstructured<'_>) -> Result<Vec<Val>> {
    types.map(|ty| any(&ty, input)).collect()
}

fn payload(ty: Option<Type>, input: &mut Unstructured<'_>) -> Result<Option<Box<Val>>> {
    ty.map(|ty| any(&ty, input).map(Box::new)).transpose()
}
