//! The metadata of a component, stored where registries and `wasm-tools metadata show` look for it.

use wasm_metadata::AddMetadataField::{Keep, Set};
use wasm_metadata::{AddMetadata, AddMetadataField};

use crate::SnapshotError;

/// The metadata of a component. A field that is left out is not written.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Metadata {
    /// Name of the component
    #[arg(long)]
    pub name: Option<String>,
    /// Version of the component
    #[arg(long, value_name = "VERSION")]
    pub component_version: Option<wasm_metadata::Version>,
    /// Description in a sentence
    #[arg(long, value_name = "TEXT")]
    pub description: Option<wasm_metadata::Description>,
    /// Authors of the component
    #[arg(long, value_name = "NAMES")]
    pub authors: Option<wasm_metadata::Authors>,
    /// The licences of all that is in it, an SPDX expression
    #[arg(long, value_name = "SPDX")]
    pub licenses: Option<wasm_metadata::Licenses>,
    /// The URL of its sources
    #[arg(long, value_name = "URL")]
    pub source: Option<wasm_metadata::Source>,
    /// The URL of its page
    #[arg(long, value_name = "URL")]
    pub homepage: Option<wasm_metadata::Homepage>,
    /// The version of the Python that is inside
    #[arg(long, value_name = "VERSION")]
    pub python: Option<String>,
}

impl Metadata {
    /// Adds the metadata to a component.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn add_to(&self, component: Vec<u8>) -> Result<Vec<u8>, SnapshotError> {
        if self.name.is_none() {
            return Ok(component);
        }
        let mut metadata = AddMetadata::default();
        metadata.name = field(self.name.as_ref());
        metadata.version = field(self.component_version.as_ref());
        metadata.description = field(self.description.as_ref());
        metadata.authors = field(self.authors.as_ref());
        metadata.licenses = field(self.licenses.as_ref());
        metadata.source = field(self.source.as_ref());
        metadata.homepage = field(self.homepage.as_ref());
        let python = self
            .python
            .clone()
            .map(|version| ("Python".to_owned(), version));
        metadata.language = python.into_iter().collect();
        let tool = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        metadata.processed_by = vec![(tool.0.to_owned(), tool.1.to_owned())];
        metadata
            .to_wasm(&component)
            .map_err(|error| SnapshotError::Describe(error.to_string()))
    }
}

fn field<T: Clone + std::fmt::Debug>(value: Option<&T>) -> AddMetadataField<T> {
    value.cloned().map_or(Keep, Set)
}
