//! What is reached from a module's init function. The linker drops the rest, and so whatever that would need.

use std::collections::BTreeSet;

use wasmparser::{DefinedDataSymbol, RelocationType, SymbolFlags, SymbolInfo};

use crate::object::{Object, flags_of};

/// A part of an object that the linker keeps or drops as a whole.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A function of the object, by its position among those.
    Function(usize),
    /// A segment of data.
    Segment(usize),
}

/// Returns the symbols that the linker does not drop, if it keeps the one at `init` and what runs at the
/// start.
pub(crate) fn reached(object: &Object, init: usize) -> BTreeSet<usize> {
    let mut reach = Reach {
        object,
        symbols: BTreeSet::new(),
        parts: BTreeSet::new(),
        open: Vec::new(),
    };
    let kept = (0..object.symbols.len()).filter(|index| is_kept(object, *index));
    for symbol in kept
        .chain(object.constructors.iter().copied())
        .chain([init])
    {
        reach.symbol(symbol);
    }
    while let Some(part) = reach.open.pop() {
        reach.part(part);
    }
    reach.symbols
}

/// Tells whether the linker keeps a symbol in any case.
fn is_kept(object: &Object, symbol: usize) -> bool {
    let flags = flags_of(&object.symbols[symbol]);
    flags.contains(SymbolFlags::NO_STRIP) && !flags.contains(SymbolFlags::UNDEFINED)
}

struct Reach<'a> {
    object: &'a Object<'a>,
    symbols: BTreeSet<usize>,
    parts: BTreeSet<Part>,
    /// Parts that were reached, and whose own symbols were not looked at yet.
    open: Vec<Part>,
}

impl Reach<'_> {
    fn symbol(&mut self, symbol: usize) {
        if self.symbols.insert(symbol)
            && let Some(part) = self
                .object
                .symbols
                .get(symbol)
                .and_then(|symbol| self.part_of(symbol))
            && self.parts.insert(part)
        {
            self.open.push(part);
        }
    }

    /// Returns the part that a symbol lies in; none for one of another object.
    fn part_of(&self, symbol: &SymbolInfo) -> Option<Part> {
        match *symbol {
            SymbolInfo::Func { index, .. } => {
                let imported = self.object.function_imports.len();
                (index as usize).checked_sub(imported).map(Part::Function)
            }
            SymbolInfo::Data {
                symbol: Some(DefinedDataSymbol { index, .. }),
                ..
            } => Some(Part::Segment(index as usize)),
            SymbolInfo::Data { symbol: None, .. }
            | SymbolInfo::Global { .. }
            | SymbolInfo::Section { .. }
            | SymbolInfo::Event { .. }
            | SymbolInfo::Table { .. } => None,
        }
    }

    /// Goes on to the symbols that a part refers to.
    fn part(&mut self, part: Part) {
        let object = self.object;
        let (relocations, range) = match part {
            Part::Function(index) => (&object.code_relocations, object.bodies.get(index).cloned()),
            Part::Segment(index) => {
                let range = object.segments.get(index).map(|segment| {
                    let start = segment.offset;
                    start..start + segment.bytes.len()
                });
                (&object.data_relocations, range)
            }
        };
        let Some(range) = range else {
            return;
        };
        for (_, entry) in relocations.range(range) {
            // The one kind whose index is not that of a symbol.
            if entry.ty != RelocationType::TypeIndexLeb {
                self.symbol(entry.index as usize);
            }
        }
    }
}
