//! The bill of materials of a component: CycloneDX 1.5 in JSON. It has no serial number and no time, so that
//! equal components have equal ones.

use serde::Serialize;

use crate::inventory::{Inventory, Licence, Part};

/// The document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bom<'a> {
    bom_format: &'a str,
    spec_version: &'a str,
    version: u32,
    metadata: Metadata<'a>,
    components: Vec<Component<'a>>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    component: Component<'a>,
    properties: Vec<Property<'a>>,
}

/// A fact that CycloneDX has no field for.
#[derive(Serialize)]
struct Property<'a> {
    name: String,
    value: &'a str,
}

#[derive(Serialize)]
struct Hash<'a> {
    alg: &'a str,
    content: &'a str,
}

#[derive(Serialize)]
struct Component<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(rename = "bom-ref")]
    reference: String,
    name: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Hash<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<License<'a>>,
    purl: String,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum License<'a> {
    Expression(&'a str),
    License { name: &'a str },
}

/// Writes the bill of materials of the component with this inventory and this sha256 in hexadecimal digits.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn text(inventory: &Inventory, sha256: &str) -> serde_json::Result<String> {
    let provenance = inventory.provenance.iter();
    let properties = provenance.map(|(name, value)| Property {
        name: format!("wasi-py:libpython:{name}"),
        value,
    });
    let bom = Bom {
        bom_format: "CycloneDX",
        spec_version: "1.5",
        version: 1,
        metadata: Metadata {
            component: Component {
                hashes: vec![Hash {
                    alg: "SHA-256",
                    content: sha256,
                }],
                ..component("application", &inventory.component)
            },
            properties: properties.collect(),
        },
        components: inventory
            .parts
            .iter()
            .map(|part| component("library", part))
            .collect(),
    };
    serde_json::to_string_pretty(&bom).map(|text| text + "\n")
}

fn component<'a>(kind: &'a str, part: &'a Part) -> Component<'a> {
    let licence = part.licence.as_ref().map(|licence| match licence {
        Licence::Expression(text) => License::Expression(text),
        Licence::Name(name) => License::License { name },
    });
    Component {
        kind,
        reference: part.purl(),
        name: &part.name,
        version: &part.version,
        hashes: Vec::new(),
        licenses: licence.into_iter().collect(),
        purl: part.purl(),
    }
}
