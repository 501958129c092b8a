//! A secret that everybody can read who may read the definition.

use super::{Context, Reporter};
use crate::asl::Field;
use crate::flow::SiteKind;

/// Names of members whose values are secrets: lower case, without `-` and `_`.
const NAMES: [&str; 13] = [
    "password",
    "passwd",
    "secret",
    "secretkey",
    "secretaccesskey",
    "apikey",
    "xapikey",
    "accesstoken",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "privatekey",
    "authorization",
];

/// Fewer letters are an example, or a word that is no secret.
const SHORTEST: usize = 6;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for site in cx.sites().iter() {
        let is_sent = matches!(site.field, Field::Parameters | Field::Arguments);
        let Some(text) = site.node.str().filter(|text| is_sent && is_written(text)) else { continue };
        let key = cx.sites().key(site);
        let what = match key {
            Some(key) if matches!(site.kind, SiteKind::Literal { .. }) && is_secret(key, text) => {
                format!("The value of `{key}` is")
            }
            _ if is_access_key(text) => "An access key is".to_owned(),
            _ => continue,
        };
        out.report(
            &cx.sites().place(site),
            site.node.span(),
            format!("{what} written down in the definition"),
        )
        .label("readable for all who may read the state machine or its history")
        .help("Keep it in Secrets Manager, or for HTTP endpoints in a connection of EventBridge");
    }
}

/// Whether a text stands for itself: no path, expression, placeholder or reference to a secret.
fn is_written(text: &str) -> bool {
    let is_reference = ["$", "{%", "{{", "arn:", "<"].iter().any(|start| text.starts_with(start));
    text.len() >= SHORTEST && !is_reference && !text.contains("${") && !text.contains("{{")
}

/// The id of an access key of AWS: `AKIA` or `ASIA`, and sixteen capitals or digits.
fn is_access_key(text: &str) -> bool {
    let is_key = |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    text.len() == 20 && (text.starts_with("AKIA") || text.starts_with("ASIA")) && text.bytes().all(is_key)
}

fn is_secret(key: &str, text: &str) -> bool {
    let name: String =
        key.chars().filter(|letter| !"-_".contains(*letter)).collect::<String>().to_lowercase();
    let is_named = NAMES.contains(&name.as_str());
    // Sentences are no secrets, but for the schemes that lead to one.
    let is_scheme = ["Basic ", "Bearer "].iter().any(|scheme| text.starts_with(scheme));
    is_named && (is_scheme || !text.contains(' '))
}
