//! Which files of a site have been written since it was last asked, as far as the system says so
//! (inotify(7)). Where it does not, everything has to be looked at.

use std::collections::BTreeSet;

use crate::span::SourcePath;

/// What was heard since the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Nothing,
    /// These files of the site were written or came; nothing went, and no folder came.
    Written(BTreeSet<SourcePath>),
    /// More than that.
    More,
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

    use super::super::{CONFIG, Disk, Folders, is_ignored};
    use super::Heard;
    use crate::span::SourcePath;

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
            let what = WatchFlags::MODIFY
                | WatchFlags::CLOSE_WRITE
                | WatchFlags::ATTRIB
                | WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::MOVE
                | WatchFlags::ONLYDIR;
            let listened = folders.iter().map(|path| {
                let number = inotify::add_watch(&listener, disk.root.join(path), what).ok()?;
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

        /// What was written since the last time.
        pub fn heard(&mut self) -> Heard {
            let (mut written, mut is_all) = (BTreeSet::new(), true);
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
                    // Of a folder that has gone nothing more will be heard, even if there is one of its name again.
                    if event.events().contains(ReadFlags::IGNORED) {
                        self.folders.remove(&event.wd());
                    }
                    is_all = false;
                    continue;
                };
                let is_of_site = !folder.is_empty() || matches!(name, CONFIG | "content" | "themes" | "static");
                if is_ignored(name) || !is_of_site {
                    continue;
                }
                let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
                let moves = ReadFlags::CREATE | ReadFlags::DELETE | ReadFlags::MOVED_FROM | ReadFlags::MOVED_TO;
                if event.events().contains(ReadFlags::ISDIR) && event.events().intersects(moves) {
                    let is_there = |known: &str| {
                        known.strip_prefix(&path).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/'))
                    };
                    self.folders.retain(|_, known| is_there(known));
                }
                let writes = ReadFlags::MODIFY
                    | ReadFlags::CLOSE_WRITE
                    | ReadFlags::ATTRIB
                    | ReadFlags::MOVED_TO
                    | ReadFlags::CREATE;
                is_all &= writes.contains(event.events());
                written.insert(SourcePath::new(path));
            }
            match is_all {
                false => Heard::More,
                true if written.is_empty() => Heard::Nothing,
                true => Heard::Written(written),
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

    use super::super::{Disk, Folders};
    use super::Heard;

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
