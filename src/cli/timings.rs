//! How long the stages of a build took, for people and for programs.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::Format;
use crate::build::Stage;

/// A clock that is read at the end of each stage.
pub struct Timings {
    last: Instant,
    laps: Vec<Lap>,
}

/// One stage. The field names are relied on.
#[derive(Serialize)]
struct Lap {
    stage: &'static str,
    seconds: f64,
    /// How many of what.
    count: usize,
    of: &'static str,
}

impl Timings {
    pub fn start() -> Self {
        Timings { last: Instant::now(), laps: Vec::new() }
    }

    /// A stage is over.
    pub fn lap(&mut self, stage: &'static str, count: usize, of: &'static str) {
        let took = self.last.elapsed();
        self.last = Instant::now();
        self.laps.push(Lap { stage, seconds: took.as_secs_f64(), count, of });
    }

    pub fn stage(&mut self, stage: Stage) {
        match stage {
            Stage::Parse { documents } => self.lap("parse", documents, "documents"),
            Stage::Model { records } => self.lap("model", records, "records"),
            Stage::Theme { templates } => self.lap("theme", templates, "templates"),
            Stage::Plan { paths } => self.lap("plan", paths, "paths"),
        }
    }

    pub fn print(&self, format: Format) {
        for lap in &self.laps {
            match format {
                Format::Json => anstream::println!("{}", serde_json::to_string(lap).expect("words and numbers")),
                Format::Human => {
                    let took = Duration::from_secs_f64(lap.seconds);
                    anstream::println!("{:<8}{:>10.3} s {:>9} {}", lap.stage, took.as_secs_f64(), lap.count, lap.of);
                }
            }
        }
    }
}
