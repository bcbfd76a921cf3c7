//! Names that are words of Rust and that `wit-bindgen` does not escape: of packages, and a word of the last
//! edition.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use crate::world::IN_PATHS;
use crate::{World, names};

/// Returns the tokens with an underscore behind the words in `mod let` and `zoo::let::animals`, and `gen` as
/// a raw identifier.
pub(super) fn escape(world: &World, tokens: TokenStream) -> TokenStream {
    let packages = world.resolve.packages.iter();
    let words: Vec<String> = packages
        .map(|(_, package)| package.name.name.clone())
        .filter(|name| {
            names::rust(name) == format!("{name}_") && !IN_PATHS.contains(&name.as_str())
        })
        .collect();
    escape_all(tokens, &words)
}

fn escape_all(tokens: TokenStream, words: &[String]) -> TokenStream {
    let mut escaped: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_name = is_behind_mod(&escaped) || is_behind_colons(&escaped);
        let token = match token {
            TokenTree::Group(group) => TokenTree::Group(escape_group(&group, words)),
            TokenTree::Ident(ident) if is_name && words.iter().any(|word| ident == *word) => {
                TokenTree::Ident(Ident::new(&format!("{ident}_"), ident.span()))
            }
            TokenTree::Ident(ident) if ident == names::NEWEST_WORD => {
                TokenTree::Ident(Ident::new_raw(names::NEWEST_WORD, ident.span()))
            }
            token => token,
        };
        escaped.push(token);
    }
    escaped.into_iter().collect()
}

fn escape_group(group: &Group, words: &[String]) -> Group {
    let delimiter: Delimiter = group.delimiter();
    Group::new(delimiter, escape_all(group.stream(), words))
}

fn is_behind_mod(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [.., TokenTree::Ident(ident)] if ident == "mod")
}

fn is_behind_colons(tokens: &[TokenTree]) -> bool {
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    matches!(tokens, [.., first, second] if is_colon(first) && is_colon(second))
}
