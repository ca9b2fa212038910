//! What the program says of itself: checks explained, completions, manual pages.

use std::io::{self, Write};

use clap::CommandFactory;

use super::Stop;
use super::args::{Args, CompletionsArgs, ExplainArgs, ManArgs};
use crate::diag::{Check, nearest};

/// The page on checks: under a heading for each its meaning, an example and the mend.
const CHECKS: &str = include_str!("../../docs/checks.md");

/// Prints what stands about a check in the manual.
pub fn explain(own: &ExplainArgs) -> Result<(), Stop> {
    let name = own.check.trim_matches(['[', ']']);
    let Ok(check) = name.parse::<Check>() else {
        let names = Check::ALL.iter().map(|check| check.name());
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the checks are {}", names.collect::<Vec<_>>().join(", ")),
        };
        return Err(Stop::usage(format!("there is no check `{name}`\n  help: {help}")));
    };
    print(section(check).as_bytes())
}

/// The section of the manual under the check's name.
fn section(check: Check) -> &'static str {
    let heading = format!("## {}\n", check.name());
    let start = CHECKS.find(&heading).expect("every check has its section, as tests/checks.rs holds");
    let rest = &CHECKS[start..];
    let end = rest[3..].find("\n## ").map_or(rest.len(), |end| end + 4);
    &rest[..end]
}

/// Prints a completion script.
pub fn completions(own: &CompletionsArgs) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(own.shell, &mut Args::command(), "minutebook", &mut script);
    print(&script)
}

/// Prints the manual page, or writes one for each command into a folder.
pub fn man(own: &ManArgs) -> Result<(), Stop> {
    let Some(folder) = &own.output else {
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(Args::command()).render(&mut page);
        rendered.map_err(|error| Stop::machine(error.to_string()))?;
        return print(&page);
    };
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Args::command(), folder));
    written.map_err(|error| Stop::machine(format!("{}: {error}", folder.display())))
}

/// Prints it whole; that nobody reads on (`| head`) is no fault.
pub fn print(bytes: &[u8]) -> Result<(), Stop> {
    match io::stdout().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Stop::machine(error.to_string())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_that_of_its_check_alone() {
        for check in Check::ALL {
            let section = section(*check);
            assert_eq!(section.lines().filter(|line| line.starts_with("## ")).count(), 1, "{check}");
        }
    }
}
