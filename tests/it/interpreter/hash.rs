//! The hash algorithms that both languages have.

use sha2::Digest;

/// The hash of a text in hexadecimal digits; `None` for an unknown algorithm.
pub fn hex(algorithm: &str, text: &str) -> Option<String> {
    let digits = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(match algorithm {
        "MD5" => digits(&md5::Md5::digest(text)),
        "SHA-1" => digits(&sha1::Sha1::digest(text)),
        "SHA-256" => digits(&sha2::Sha256::digest(text)),
        "SHA-384" => digits(&sha2::Sha384::digest(text)),
        "SHA-512" => digits(&sha2::Sha512::digest(text)),
        _ => return None,
    })
}
