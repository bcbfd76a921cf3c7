//! Types that share a Python class. `wit-bindgen` gives each side of a world types of its own; an interface
//! that is imported and exported means the same by them on both sides, but for what holds a resource.

use std::collections::{BTreeMap, HashSet};
use std::iter;

use wit_bindgen_core::wit_parser::TypeId;

use super::{Kind, World};

impl World {
    /// Returns the type whose class Python has for a type: what a chain of `use` and `type` ends at, in the
    /// first of the interfaces that share it.
    pub(crate) fn class_of(&self, id: TypeId) -> TypeId {
        let definition = self.definition(id);
        self.shared.get(&definition).copied().unwrap_or(definition)
    }

    /// Returns a type and those of later interfaces that share its class.
    pub(crate) fn sharing(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        let shared = self.shared.iter();
        let shared = shared.filter(move |(_, first)| **first == id);
        iter::once(id).chain(shared.map(|(again, _)| *again))
    }

    /// Maps types of interfaces that the world has again to the same types of the first time.
    pub(super) fn shared_types(&self) -> BTreeMap<TypeId, TypeId> {
        let repeated = self.repeated_types();
        let differing = self.differing_types(&repeated);
        let pairs = repeated.into_iter();
        pairs
            .filter(|(again, _)| !differing.contains(again))
            .collect()
    }

    /// Pairs each type of an interface that the world has again with that of the first time.
    fn repeated_types(&self) -> Vec<(TypeId, TypeId)> {
        let mut pairs = Vec::new();
        for (index, again) in self.interfaces.iter().enumerate() {
            let mut earlier = self.interfaces[..index].iter();
            let is_same = |one: &&_| again.is_same_as(one);
            if let Some(first) = earlier.find(is_same) {
                pairs.extend(again.types.iter().copied().zip(first.types.iter().copied()));
            }
        }
        pairs
    }

    /// Finds the types that mean something else each time: resources, and what holds them.
    fn differing_types(&self, repeated: &[(TypeId, TypeId)]) -> HashSet<TypeId> {
        let again = repeated.iter().map(|(again, _)| *again);
        let again: HashSet<TypeId> = again.collect();
        self.holding(|id, kind| match kind {
            Kind::Resource => again.contains(&id),
            Kind::Own(resource) | Kind::Borrow(resource) => {
                again.contains(&self.definition(*resource))
            }
            Kind::Record(_)
            | Kind::Variant(_)
            | Kind::Enum(_)
            | Kind::Flags(_)
            | Kind::Bytes(_)
            | Kind::List(_)
            | Kind::FixedBytes(..)
            | Kind::FixedList(..)
            | Kind::Option(_)
            | Kind::Result(_)
            | Kind::Tuple(_)
            | Kind::Stream(_)
            | Kind::ByteStream(_)
            | Kind::Future(_)
            | Kind::Alias(_) => false,
        })
    }
}
