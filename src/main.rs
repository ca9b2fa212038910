//! The program: `minutebook::cli` with the arguments of the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    minutebook::cli::main()
}
