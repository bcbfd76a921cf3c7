//! What some packages are built with besides: data in the folder `recipes`, with a reason for each setting.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

/// The recipes, by the normalised names of packages.
const RECIPES: [(&str, &str); 1] = [("numpy", include_str!("../recipes/numpy.toml"))];

/// The settings that a package is built with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    #[serde(rename = "setting")]
    settings: Vec<Setting>,
    #[serde(rename = "define")]
    defines: Vec<Define>,
    #[serde(rename = "library")]
    libraries: Vec<Library>,
    #[serde(skip)]
    text: &'static str,
}

/// A value of a setting of a build backend. Several values of one setting are a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    backend: String,
    key: String,
    value: String,
    #[allow(dead_code, reason = "for those who read the file; a test asks for one")]
    reason: String,
}

/// A macro for C and C++.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Define {
    name: String,
    value: String,
    #[allow(dead_code, reason = "for those who read the file; a test asks for one")]
    reason: String,
}

/// A further part of the C library, which the component is linked with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Library {
    name: String,
    #[allow(dead_code, reason = "for those who read the file; a test asks for one")]
    reason: String,
}

impl Recipe {
    /// Returns the recipe of a package; an empty one for most.
    #[must_use]
    pub fn of(package: &str) -> Self {
        let found = RECIPES.iter().find(|(name, _)| *name == package);
        found.map_or_else(Self::default, |(_, text)| Self {
            text,
            ..toml::from_str(text).expect("recipes are part of the program")
        })
    }

    /// Returns the file that it was read from, which names what is built by it.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Returns the names of the further parts of the C library.
    pub fn libraries(&self) -> impl Iterator<Item = &str> {
        self.libraries.iter().map(|library| &*library.name)
    }

    /// Adds the settings to those that every package is built with.
    pub(crate) fn add_settings(
        &self,
        settings: &mut BTreeMap<String, BTreeMap<String, Vec<String>>>,
    ) {
        for setting in &self.settings {
            let of_backend = settings.entry(setting.backend.clone()).or_default();
            let values = of_backend.entry(setting.key.clone()).or_default();
            values.push(setting.value.clone());
        }
    }

    /// Returns the options that define the macros.
    pub(crate) fn defines(&self) -> Value {
        let defines = self.defines.iter();
        let options: Vec<String> = defines
            .map(|define| format!("-D{}={}", define.name, define.value))
            .collect();
        json!(options)
    }

    /// Returns all reasons.
    #[cfg(test)]
    fn reasons(&self) -> Vec<&str> {
        let settings = self.settings.iter().map(|setting| &*setting.reason);
        let defines = self.defines.iter().map(|define| &*define.reason);
        let libraries = self.libraries.iter().map(|library| &*library.reason);
        settings.chain(defines).chain(libraries).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_can_be_read_and_gives_reasons() {
        for (name, _) in RECIPES {
            let recipe = Recipe::of(name);
            assert!(!recipe.reasons().is_empty(), "{name}");
            assert!(
                recipe.reasons().iter().all(|reason| reason.ends_with('.')),
                "{name}"
            );
        }
    }

    #[test]
    fn values_of_one_setting_are_added_to_those_that_are_there() {
        let own = ("setup-args".to_owned(), vec!["--cross-file=a".to_owned()]);
        let mut settings = BTreeMap::from([("mesonpy".to_owned(), BTreeMap::from([own]))]);
        Recipe::of("numpy").add_settings(&mut settings);
        let values = &settings["mesonpy"]["setup-args"];
        assert_eq!(values[0], "--cross-file=a");
        assert!(values.contains(&"-Dallow-noblas=true".to_owned()));
        assert!(Recipe::of("markupsafe").text().is_empty());
    }
}
