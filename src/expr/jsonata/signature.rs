//! Function signatures `<s-n?a<s>:b>`: what the language documents under "Function signatures".

/// One parameter of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The letters of the accepted types: `s` string, `n` number, `b` boolean, `l` null, `a` array, `o` object,
    /// `f` function, `j` any JSON value, `x` anything.
    pub types: String,
    /// The accepted item types of an array parameter (`a<s>`).
    pub item_types: Option<String>,
    /// Whether the argument may be left out (`?`).
    pub optional: bool,
    /// Whether the context value stands in for a missing argument (`-`).
    pub context: bool,
    /// Whether further arguments may follow (`+`).
    pub repeated: bool,
}

/// A signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// The parameters in order.
    pub parameters: Vec<Parameter>,
    /// The text behind the colon: the type of the result.
    pub result: String,
}

/// Why a signature is refused: code, message, and the byte offset in the signature text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignatureError {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) offset: usize,
}

/// Reads a signature with its angle brackets.
pub(super) fn parse(text: &str) -> Result<Signature, SignatureError> {
    let mut signature = Signature::default();
    let mut quantifiers: Vec<String> = Vec::new();
    let inner = text.strip_suffix('>').unwrap_or(text);
    let bytes = inner.as_bytes();
    let mut position = 1;
    while position < bytes.len() {
        let byte = bytes[position];
        match byte {
            b':' => {
                signature.result = inner[position + 1..].to_string();
                break;
            }
            b's' | b'n' | b'b' | b'l' | b'o' | b'a' | b'f' | b'j' | b'x' => {
                signature.parameters.push(parameter((byte as char).to_string()));
                quantifiers.push(String::new());
            }
            b'(' => {
                let end = closing(bytes, position, b'(', b')');
                let choice = &inner[position + 1..end];
                if choice.contains('<') {
                    return Err(SignatureError {
                        code: "S0402",
                        message: "Choice groups containing parameterized types are not supported".to_string(),
                        offset: position,
                    });
                }
                signature.parameters.push(parameter(choice.to_string()));
                quantifiers.push(String::new());
                position = end;
            }
            b'<' => match signature.parameters.last_mut() {
                Some(last) if last.types == "a" || last.types == "f" => {
                    let end = closing(bytes, position, b'<', b'>');
                    last.item_types = Some(inner[position + 1..end].to_string());
                    position = end;
                }
                _ => {
                    return Err(SignatureError {
                        code: "S0401",
                        message: "Type parameters can only be applied to functions and arrays".to_string(),
                        offset: position,
                    });
                }
            },
            b'-' | b'?' | b'+' => {
                if let (Some(last), Some(marks)) = (signature.parameters.last_mut(), quantifiers.last_mut()) {
                    match byte {
                        b'-' => last.context = true,
                        b'?' => last.optional = true,
                        _ => last.repeated = true,
                    }
                    marks.push(if byte == b'+' { '+' } else { '?' });
                }
            }
            _ => {}
        }
        position += 1;
    }
    // The marks become quantifiers of a regular expression, which takes one and a "?" behind it.
    match quantifiers.iter().all(|marks| matches!(marks.as_str(), "" | "?" | "+" | "??" | "+?")) {
        true => Ok(signature),
        false => Err(SignatureError {
            code: "D0001",
            message: "Invalid regular expression: Nothing to repeat".to_string(),
            offset: 0,
        }),
    }
}

fn parameter(types: String) -> Parameter {
    Parameter { types, item_types: None, optional: false, context: false, repeated: false }
}

/// The index of the bracket that closes the one at `open`, or the last index.
fn closing(bytes: &[u8], open: usize, opening: u8, closing: u8) -> usize {
    let mut depth = 0usize;
    for (index, byte) in bytes.iter().enumerate().skip(open) {
        if *byte == closing {
            depth -= 1;
            if depth == 0 {
                return index;
            }
        } else if *byte == opening {
            depth += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_result_are_read() {
        let signature = parse("<s-(sf)n?:s>").unwrap();
        assert_eq!(signature.parameters.len(), 3);
        assert!(signature.parameters[0].context);
        assert_eq!(signature.parameters[1].types, "sf");
        assert!(signature.parameters[2].optional);
        assert_eq!(signature.result, "s");
        assert_eq!(parse("<a<s>s?:s>").unwrap().parameters[0].item_types.as_deref(), Some("s"));
    }

    #[test]
    fn faults_have_the_codes_of_the_language() {
        assert_eq!(parse("<s<s>>").unwrap_err().code, "S0401");
        assert_eq!(parse("<(sa<n>)>").unwrap_err().code, "S0402");
        assert_eq!(parse("<s???>").unwrap_err().code, "D0001");
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["", "<", "<>", "<(", "<a<", "<a<<>", "<:", "<é(é", "<(é>", "<->"] {
            let _ = parse(text);
        }
    }
}
