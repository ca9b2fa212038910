//! A site in which files were written, came or went: what follows from each, where it can be told by itself.

use std::io;
use std::sync::Arc;

use jiff::civil;

use super::{Ground, Site, has_errors, is_of_ground};
use crate::diag::Diagnostic;
use crate::model::{self, Beside, FileRef, Handle, Topic, Wrong};
use crate::parse::{self, Identity, Misplaced, identify};
use crate::plan::{self, Content, OutPath, Own, Replanned};
use crate::reader::States;
use crate::search;
use crate::source::{Read, SourceSet};
use crate::span::SourcePath;

/// What became of files that were written, came or went.
#[derive(Default)]
pub struct Taken {
    /// The files of the records that are told otherwise.
    pub told: Vec<(SourcePath, Replanned)>,
    /// What is found of the configuration and the theme and was not, and what is mended.
    ground: [Vec<Diagnostic>; 2],
    /// The topics that have come.
    topics: Vec<Handle<Topic>>,
    /// The one file that is not taken in, since an error is in it, and what is wrong with it.
    pub wrong: Option<(SourcePath, Wrong)>,
}

/// What is found and was not, and what is mended, and the topics that have come.
type Relaid = ([Vec<Diagnostic>; 2], Vec<Handle<Topic>>);

impl Taken {
    /// What is found and was not, and what is mended, by what was taken in.
    pub fn said(&self) -> impl Iterator<Item = [&[Diagnostic]; 2]> {
        let told = self.told.iter().map(|(_, told)| [&*told.retold.found, &*told.retold.mended]);
        told.chain([self.ground.each_ref().map(Vec::as_slice)])
    }

    /// With what became of records before.
    pub fn after(mut self, earlier: Taken) -> Taken {
        self.told.splice(0..0, earlier.told);
        self
    }
}

impl Site {
    /// Takes another day as today, and commitments as they stand on it. Nothing where something else falls due, and the site
    /// has to be built anew; it is as it was.
    pub fn turn_to(&mut self, today: civil::Date) -> Option<Taken> {
        let retold = self.archive.turn_to(today)?;
        let mut taken = Taken::default();
        // One of them stands for all.
        if let Some(report) = retold.promised.first() {
            let file = self.archive.reports[*report].original.base.file.clone();
            let identity = Identity { language: None, ..identify(&file).ok()? };
            let own = || Own::of(&self.archive, &identity);
            let replanned = Replanned { retold, before: own(), after: own() };
            self.plan.retell(&self.archive, &replanned);
            taken.told.push((file, replanned));
        }
        Some(taken)
    }

    /// Takes in files that were written, came or went, one after the other, if what follows from each can be told by
    /// itself. Nothing where the site has to be built anew: there may be errors in several of them.
    pub fn take_in(&mut self, changed: &[SourcePath], sources: &SourceSet, read: &dyn Read) -> Option<Taken> {
        let (mut taken, mut aside) = (Taken::default(), None);
        // The configuration and the theme are read as a whole.
        let (of_ground, others): (Vec<_>, Vec<_>) = changed.iter().partition(|file| is_of_ground(file));
        let changed: Vec<&SourcePath> = of_ground.into_iter().take(1).chain(others).collect();
        for (place, file) in changed.iter().enumerate() {
            if let Err(wrong) = self.take_in_one(file, sources, read, &mut taken)?
                && aside.replace((place, wrong)).is_some()
            {
                return None;
            }
        }
        taken.wrong = match aside {
            Some((place, wrong)) if place + 1 == changed.len() => Some((changed[place].clone(), wrong)),
            // Among the others that have come since it may be wrong otherwise, or right.
            Some((place, _)) => {
                let file = changed[place];
                self.take_in_one(file, sources, read, &mut taken)?.err().map(|wrong| (file.clone(), wrong))
            }
            None => None,
        };
        Some(taken)
    }

    /// Takes in one file, and adds what became of it.
    fn take_in_one(
        &mut self,
        file: &SourcePath,
        sources: &SourceSet,
        read: &dyn Read,
        taken: &mut Taken,
    ) -> Option<Result<(), Wrong>> {
        if is_of_ground(file) {
            return Some(self.relay(sources, read)?.map(|(said, topics)| {
                taken.ground = said;
                taken.topics.extend(topics);
            }));
        }
        let records = match (plan::static_address(file), identify(file)) {
            (Some(address), _) => self.take_in_static(file, address, sources).map(|()| Vec::new())?,
            (None, Ok(_)) => vec![file.clone()],
            (None, Err(Misplaced::NotMarkdown)) => self.archive.told_with(file, sources)?,
            (None, Err(Misplaced::NoKindHere)) => return None,
        };
        let is_alone = records.len() == 1;
        for record in records {
            match self.retell(&record, sources, read)? {
                Ok(replanned) => taken.told.push((record, replanned)),
                Err(wrong) => return is_alone.then_some(Err(wrong)),
            }
        }
        Some(Ok(()))
    }

    /// Lays the configuration and the theme anew, if the archive and the plan do not depend on what is another in them.
    /// Gives what is found and was not, and what is mended, and the topics that have come.
    fn relay(&mut self, sources: &SourceSet, read: &dyn Read) -> Option<Result<Relaid, Wrong>> {
        let ground = Ground::read(sources, read, self.base_url.as_deref()).ok()?;
        let new = self.archive.new_topics(&ground.config)?;
        if ground.bearing() != self.ground.bearing()
            || !new.iter().all(|id| self.plan.has_room_for_topic(&self.archive, id))
        {
            return None;
        }
        let [found, mended] = ground.differs(&self.ground.found);
        if has_errors(&found) {
            return Some(Err(Wrong { found, mended }));
        }
        self.indexes = search::Memo::default();
        let topics = self.archive.relay(&ground.config)?;
        topics.iter().for_each(|topic| self.plan.add_topic(&self.archive, *topic));
        self.ground = ground;
        Some(Ok(([found, mended], topics)))
    }

    /// Takes in a file that is published as it is, where nothing is in its way, and no link leads there if it goes.
    fn take_in_static(&mut self, file: &SourcePath, address: &str, sources: &SourceSet) -> Option<()> {
        match (self.plan.copies(file), sources.get(file).is_some()) {
            (true, true) => Some(()),
            (false, true) if !self.archive.dangles && self.plan.is_free(address) => {
                self.plan.paths.insert(OutPath::of(address), Content::Copy(file.clone()));
                Some(())
            }
            (true, false) if !self.archive.dangles && !self.archive.referred.leads_to(address) => {
                self.plan.paths.remove(&OutPath::of(address));
                Some(())
            }
            _ => None,
        }
    }

    /// Takes in one file of a record that was written, came or went, if what follows from it can be told by itself
    /// (`Archive::retell`). Nothing where the site has to be built anew; it is as it was.
    ///
    /// # Errors
    /// What is wrong, where an error is among it; the site is as it was.
    fn retell(&mut self, file: &SourcePath, sources: &SourceSet, read: &dyn Read) -> Option<Result<Replanned, Wrong>> {
        let document =
            |file: &SourcePath, bytes: &[u8]| Some(Arc::new(parse::document(file, identify(file).ok()?, bytes)));
        let identity = Identity { language: None, ..identify(file).ok()? };
        let told = match read.read(file) {
            Ok(bytes) => Some(document(file, &bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound && sources.get(file).is_none() => None,
            Err(_) => return None,
        };
        // A text that is being written is searched as it stands when somebody searches.
        self.indexes = search::Memo::default();
        let (config, today) = (self.archive.config.clone(), self.archive.today.clone());
        let setting = model::Setting { config: &config, sources, today: &today, drafts: self.drafts };
        let has_room = match &told {
            Some(document) => self.plan.has_room(&self.archive, &identity, document.front.year()),
            None => !self.plan.copies(file),
        };
        if !has_room {
            return None;
        }
        let document = |file: &SourcePath| document(file, &read.read(file).ok()?);
        let has_address = |address: &str| self.plan.has_address(address, sources);
        let has_room = |file: &FileRef| self.plan.has_room_for(file);
        let is_free = |address: &str| self.plan.is_free(address);
        let beside = Beside { document: &document, has_address: &has_address, has_room: &has_room, is_free: &is_free };
        let before = Own::of(&self.archive, &identity);
        let told = told.as_ref().map_or(model::File::Gone(file), model::File::Told);
        let retold = match self.archive.retell(told, &identity, beside, setting)? {
            Ok(retold) => retold,
            Err(wrong) => return Some(Err(wrong)),
        };
        let after = Own::of(&self.archive, &identity);
        let replanned = Replanned { retold, before, after };
        self.plan.retell(&self.archive, &replanned);
        Some(Ok(replanned))
    }

    /// Brings up to date how all stood before files that had `changed` were `taken` in, with what the list of
    /// all files made at `listed` has of each. `None` where that cannot be told.
    pub fn retell_states(
        &self,
        states: &mut States,
        changed: &[SourcePath],
        taken: &Taken,
        sources: &SourceSet,
        listed: u128,
    ) -> Option<()> {
        changed.iter().for_each(|file| states.file(file, sources.get(file), listed));
        if changed.iter().any(is_of_ground) {
            states.relay(&self.archive, &self.ground.theme, &taken.topics);
        }
        let identity = |file: &SourcePath| Some(Identity { language: None, ..identify(file).ok()? });
        let told = taken.told.iter().map(|(file, replanned)| Some((identity(file)?, replanned)));
        states.retell(&self.archive, &self.plan, &told.collect::<Option<Vec<_>>>()?)
    }
}
