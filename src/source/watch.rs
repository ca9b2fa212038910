//! Which files of a site have been written since it was last asked, as far as the system says so
//! (inotify(7)). Where it does not, everything has to be looked at.

use std::collections::BTreeSet;

use crate::span::SourcePath;

/// What was heard since the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Nothing,
    /// Something has become of these files and folders of the site.
    Files(Files),
    /// More than that.
    More,
}

/// Files that were written, came or went, and folders that came or went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub files: BTreeSet<SourcePath>,
    pub folders: BTreeSet<String>,
}

#[cfg(target_os = "linux")]
pub use linux::Watch;
#[cfg(not(target_os = "linux"))]
pub use nowhere::Watch;

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{BTreeSet, HashMap, HashSet};
    use std::mem::MaybeUninit;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fd::OwnedFd;
    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
    use rustix::io::Errno;

    use super::super::{CONFIG, Disk, Folders, disk::list_one, is_ignored};
    use super::{Files, Heard};
    use crate::span::SourcePath;

    /// What is heard of a folder.
    const WHAT: WatchFlags = WatchFlags::MODIFY
        .union(WatchFlags::CLOSE_WRITE)
        .union(WatchFlags::ATTRIB)
        .union(WatchFlags::CREATE)
        .union(WatchFlags::DELETE)
        .union(WatchFlags::MOVE)
        .union(WatchFlags::ONLYDIR);

    /// Listens at the folders of a site.
    pub struct Watch {
        listener: OwnedFd,
        /// Each folder by its number; the site's own is empty.
        folders: HashMap<i32, String>,
    }

    impl Watch {
        /// Listens at every one of the folders; not at all where the system has no ears for so many.
        pub fn over(disk: &Disk, folders: &Folders) -> Option<Watch> {
            let listener = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
            let listened = folders.iter().map(|path| {
                let number = inotify::add_watch(&listener, disk.root.join(path), WHAT).ok()?;
                Some((number, path.clone()))
            });
            let folders = listened.collect::<Option<HashMap<i32, String>>>()?;
            Some(Watch { listener, folders })
        }

        /// Somebody who waits for what there is to hear, and leaves it to be heard.
        pub fn ear(&self) -> Option<Ear> {
            self.listener.try_clone().ok().map(Ear)
        }

        /// Whether every one of the folders is listened at.
        pub fn covers(&self, folders: &Folders) -> bool {
            let known: HashSet<&str> = self.folders.values().map(String::as_str).collect();
            folders.iter().all(|folder| known.contains(folder.as_str()))
        }

        /// Listens at those of some folders that are there, too, and gives the files that stand in them, and in those below. Nothing
        /// where it cannot.
        pub fn listen(&mut self, disk: &Disk, folders: &BTreeSet<String>) -> Option<Vec<SourcePath>> {
            let (mut left, mut files): (Vec<String>, _) = (folders.iter().cloned().collect(), Vec::new());
            while let Some(folder) = left.pop() {
                // It is heard of what comes while the folder is listed.
                let number = match inotify::add_watch(&self.listener, disk.root.join(&folder), WHAT) {
                    Ok(number) => number,
                    Err(Errno::NOENT) => continue,
                    Err(_) => return None,
                };
                let (more, below) = list_one(disk, &folder)?;
                self.folders.insert(number, folder);
                files.extend(more);
                left.extend(below);
            }
            Some(files)
        }

        /// What was written since the last time.
        pub fn heard(&mut self) -> Heard {
            let (mut heard, mut is_all) = (Files::default(), true);
            let mut buffer = [MaybeUninit::uninit(); 16 * 1024];
            let mut events = inotify::Reader::new(&self.listener, &mut buffer);
            loop {
                let event = match events.next() {
                    Ok(event) => event,
                    Err(Errno::WOULDBLOCK) => break,
                    Err(_) => return Heard::More,
                };
                let folder = self.folders.get(&event.wd());
                let name = event.file_name().and_then(|name| name.to_str().ok());
                let (Some(folder), Some(name)) = (folder, name) else {
                    // Of a folder that has gone nothing more will be heard, even if there is one of its name again; that
                    // it went is said where it was.
                    let is_gone = event.events().contains(ReadFlags::IGNORED);
                    let gone = if is_gone { self.folders.remove(&event.wd()) } else { None };
                    is_all &= is_gone && gone.is_none_or(|folder| !folder.is_empty());
                    continue;
                };
                let is_of_site = !folder.is_empty() || matches!(name, CONFIG | "content" | "themes" | "static");
                if is_ignored(name) || !is_of_site {
                    continue;
                }
                let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
                let comes = ReadFlags::CREATE | ReadFlags::MOVED_TO;
                let moves = comes | ReadFlags::DELETE | ReadFlags::MOVED_FROM;
                let is_folder = event.events().contains(ReadFlags::ISDIR);
                if is_folder && event.events().intersects(moves) {
                    let is_there = |known: &str| {
                        known.strip_prefix(&path).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/'))
                    };
                    self.folders.retain(|_, known| is_there(known));
                }
                let writes = moves | ReadFlags::MODIFY | ReadFlags::CLOSE_WRITE | ReadFlags::ATTRIB;
                match is_folder {
                    true => {
                        is_all &= (moves | ReadFlags::ISDIR).contains(event.events());
                        heard.folders.insert(path);
                    }
                    false => {
                        is_all &= writes.contains(event.events());
                        heard.files.insert(SourcePath::new(path));
                    }
                }
            }
            match is_all {
                false => Heard::More,
                true if heard == Files::default() => Heard::Nothing,
                true => Heard::Files(heard),
            }
        }
    }

    /// Waits at the same folders.
    pub struct Ear(OwnedFd);

    impl Ear {
        /// Returns when there is something to hear, at the latest after `patience`.
        pub fn wait(&self, patience: Duration) {
            let patience =
                Timespec { tv_sec: patience.as_secs().cast_signed(), tv_nsec: patience.subsec_nanos().into() };
            // To be woken too early does no harm.
            poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&patience)).ok();
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod nowhere {
    use std::time::Duration;

    use std::collections::BTreeSet;

    use super::super::{Disk, Folders};
    use super::Heard;
    use crate::span::SourcePath;

    /// Hears nothing on this system.
    pub struct Watch;

    impl Watch {
        pub fn over(_: &Disk, _: &Folders) -> Option<Watch> {
            None
        }

        pub fn ear(&self) -> Option<Ear> {
            None
        }

        pub fn covers(&self, _: &Folders) -> bool {
            true
        }

        pub fn listen(&mut self, _: &Disk, _: &BTreeSet<String>) -> Option<Vec<SourcePath>> {
            None
        }

        pub fn heard(&mut self) -> Heard {
            Heard::More
        }
    }

    /// Nobody waits on this system.
    pub struct Ear;

    impl Ear {
        pub fn wait(&self, _: Duration) {}
    }
}
