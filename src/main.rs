//! The command `minutebook`.

use std::process::ExitCode;

/// Pages are made of many small texts; `docs/performance.md` has what this allocator saves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    minutebook::cli::main()
}
