//! Bytes -> text. A file is decoded as a whole: by its byte order mark, else as strict
//! UTF-8, else as GB 18030 without any error, which is what old Windows editors wrote.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use memchr::memchr;

/// A file's text, without byte order mark, its lines ending in LF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded<'a> {
    Utf8(Cow<'a, str>),
    /// It was not UTF-8; the name of what it was.
    Converted(String, &'static str),
    /// The line, counted from 1, that is no text in any encoding known here.
    Unknown {
        line: usize,
    },
}

impl Decoded<'_> {
    /// The text; empty if there is none.
    pub fn into_text(self) -> String {
        match self {
            Decoded::Utf8(text) => text.into_owned(),
            Decoded::Converted(text, _) => text,
            Decoded::Unknown { .. } => String::new(),
        }
    }
}

/// Decodes a whole file.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return decode_utf8(rest);
    }
    for (mark, encoding, name) in [(b"\xFF\xFE", UTF_16LE, "UTF-16LE"), (b"\xFE\xFF", UTF_16BE, "UTF-16BE")] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return match encoding.decode_without_bom_handling_and_without_replacement(rest) {
                Some(text) => Decoded::Converted(with_plain_lines(&text).into_owned(), name),
                None => Decoded::Unknown { line: 1 },
            };
        }
    }
    decode_utf8(bytes)
}

fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    let broken = match std::str::from_utf8(bytes) {
        Ok(text) => match memchr(0, bytes) {
            None => return Decoded::Utf8(with_plain_lines(text)),
            Some(at) => at,
        },
        Err(error) => error.valid_up_to(),
    };
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        // A control character means that these bytes are no text at all.
        Some(text) if !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) => {
            Decoded::Converted(with_plain_lines(&text).into_owned(), "GB18030")
        }
        _ => Decoded::Unknown { line: bytes[..broken].iter().filter(|byte| **byte == b'\n').count() + 1 },
    }
}

fn with_plain_lines(text: &str) -> Cow<'_, str> {
    match memchr(b'\r', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_offices_have_is_read() {
        let text = "标题: 述职\nb\n";
        assert_eq!(decode(text.as_bytes()), Decoded::Utf8(text.into()));
        assert_eq!(decode("\u{feff}标题: 述职\r\nb\r\n".as_bytes()), Decoded::Utf8(text.into()));
        let gb = GB18030.encode(text).0;
        assert_eq!(decode(&gb), Decoded::Converted(text.into(), "GB18030"));
        let utf16: Vec<u8> = "\u{feff}标题: 述职\nb\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16), Decoded::Converted(text.into(), "UTF-16LE"));
    }

    #[test]
    fn what_is_no_text_is_named_by_its_line() {
        assert_eq!(decode(b"a\n\xff\xff\x00\n"), Decoded::Unknown { line: 2 });
        assert_eq!(decode(b"a\nb\n\x00"), Decoded::Unknown { line: 3 });
    }
}
