//! Values in the memory of a caller, as the canonical ABI lays them out.

use wit_parser::{Resolve, SizeAlign, Type, TypeDefKind};

/// A value: its size, and what in it is not zero.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) size: u32,
    pub(crate) parts: Vec<Part>,
}

/// A number in a value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    U8 { offset: u32, number: u8 },
    U32 { offset: u32, number: u32 },
    U64 { offset: u32, number: u32 },
}

/// The layout of all types of a world.
pub(crate) struct Layout<'a> {
    resolve: &'a Resolve,
    sizes: SizeAlign,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(resolve: &'a Resolve) -> Self {
        let mut sizes = SizeAlign::default();
        sizes.fill(resolve);
        Self { resolve, sizes }
    }

    /// Returns the value in which everything is empty, zero, absent or a success.
    pub(crate) fn empty(&self, ty: &Type) -> Value {
        let mut parts = Vec::new();
        self.add_empty(ty, 0, &mut parts);
        Value {
            size: self.size(ty),
            parts,
        }
    }

    /// Returns the success of a result, with a number.
    pub(crate) fn success(&self, ty: &Type, number: u32) -> Option<Value> {
        let TypeDefKind::Result(result) = self.kind(ty)? else {
            return None;
        };
        let offset = self.payload([result.ok.as_ref(), result.err.as_ref()]);
        let part = match result.ok? {
            Type::U64 => Part::U64 { offset, number },
            Type::U32 => Part::U32 { offset, number },
            _ => return None,
        };
        Some(Value {
            size: self.size(ty),
            parts: vec![part],
        })
    }

    /// Returns the failure of a result, with a case that carries nothing.
    pub(crate) fn failure(&self, ty: &Type, case: &str) -> Option<Value> {
        let TypeDefKind::Result(result) = self.kind(ty)? else {
            return None;
        };
        let offset = self.payload([result.ok.as_ref(), result.err.as_ref()]);
        let number = self.case(&result.err?, case)?;
        Some(Value {
            size: self.size(ty),
            parts: vec![
                Part::U8 {
                    offset: 0,
                    number: 1,
                },
                Part::U8 { offset, number },
            ],
        })
    }

    /// Tells whether a type is a list of bytes.
    pub(crate) fn is_bytes(&self, ty: &Type) -> bool {
        matches!(self.kind(ty), Some(TypeDefKind::List(Type::U8)))
    }

    /// Returns the number of a case.
    fn case(&self, ty: &Type, name: &str) -> Option<u8> {
        let place = match self.kind(ty)? {
            TypeDefKind::Enum(cases) => cases.cases.iter().position(|case| case.name == name),
            TypeDefKind::Variant(cases) => {
                let mut cases = cases.cases.iter();
                cases.position(|case| case.name == name && case.ty.is_none())
            }
            _ => None,
        };
        place?.try_into().ok()
    }

    /// Adds the addresses of empty lists, which are not zero for the sake of Rust.
    fn add_empty(&self, ty: &Type, offset: u32, parts: &mut Vec<Part>) {
        let Type::Id(_) = ty else {
            if let Type::String = ty {
                parts.push(Part::U32 { offset, number: 1 });
            }
            return;
        };
        match self.kind(ty) {
            Some(TypeDefKind::List(item)) => {
                let number = bytes(self.sizes.align(item).align_wasm32());
                parts.push(Part::U32 { offset, number });
            }
            Some(TypeDefKind::Record(record)) => {
                let fields = record.fields.iter().map(|field| &field.ty);
                self.add_fields(fields, offset, parts);
            }
            Some(TypeDefKind::Tuple(tuple)) => self.add_fields(&tuple.types, offset, parts),
            Some(TypeDefKind::Result(result)) => {
                if let Some(ok) = &result.ok {
                    let payload = self.payload([Some(ok), result.err.as_ref()]);
                    self.add_empty(ok, offset + payload, parts);
                }
            }
            // Zero is the absence of an option and the first case of an enum.
            _ => {}
        }
    }

    fn add_fields<'t>(
        &self,
        types: impl IntoIterator<Item = &'t Type>,
        offset: u32,
        parts: &mut Vec<Part>,
    ) {
        for (field, ty) in self.sizes.field_offsets(types) {
            self.add_empty(ty, offset + bytes(field.size_wasm32()), parts);
        }
    }

    fn payload(&self, cases: [Option<&Type>; 2]) -> u32 {
        let tag = wit_parser::Int::U8;
        bytes(self.sizes.payload_offset(tag, cases).size_wasm32())
    }

    fn size(&self, ty: &Type) -> u32 {
        bytes(self.sizes.size(ty).size_wasm32())
    }

    /// Returns the definition of a type, through its other names.
    fn kind(&self, ty: &Type) -> Option<&TypeDefKind> {
        let Type::Id(id) = ty else {
            return None;
        };
        match &self.resolve.types[*id].kind {
            TypeDefKind::Type(named) => self.kind(named),
            kind => Some(kind),
        }
    }
}

/// Returns a size as WebAssembly counts.
fn bytes(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
