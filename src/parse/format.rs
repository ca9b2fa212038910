//! A content file -> the same file in its one canonical form.

use super::{Kind, read_front, split, table};
use crate::diag::Check;
use crate::yaml;

/// Why a file is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Its front matter has faults.
    Faulty,
    /// It is laid out in a way that cannot be taken apart with certainty.
    Layout,
}

/// The file with its front matter in canonical form; the text below it stays as it is. `text` has no byte order mark
/// and no CR.
///
/// # Errors
/// Front matter that is to be left alone.
pub fn formatted(kind: Kind, text: &str) -> Result<String, Left> {
    let parts = split(text).map_err(|_| Left::Faulty)?;
    let front = &text[parts.front.start..parts.front.end];
    let (record, faults) = read_front(kind, front);
    let is_harmless = |fault: &yaml::Fault| matches!(fault.check, Check::MissingKey | Check::DateForm);
    if !faults.iter().all(is_harmless) {
        return Err(Left::Faulty);
    }
    let canonical = yaml::canonical(front, table(kind)).ok_or(Left::Layout)?;
    // Whatever the form: it is the same record, or it is left alone.
    let (again, faults) = read_front(kind, &canonical);
    let is_same = again == record && faults.iter().all(|fault| fault.check == Check::MissingKey);
    match is_same {
        true => Ok(format!("---\n{canonical}---\n{}", &text[parts.body..])),
        false => Err(Left::Layout),
    }
}
