#![expect(clippy::disallowed_methods, reason = "the edge to the network")]
//! A plain web server on this machine: every request is answered from the `Site` as it is
//! at that moment, whose pages are made when they are asked for. Nothing is written.
//!
//! Pages get a script that asks for `/~minutebook/changed`, which is answered when a file
//! was saved; no record can have such an address. A browser that comes while the records are
//! still being read is told so by a page with this script, which the page it came for replaces.

mod live;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use tokio::sync::watch;

use crate::build::{Failure, Made, Photos, Site};
use crate::diag::Diagnostic;
use crate::model::Lost;
use crate::plan::{Content, OutPath};
use crate::source::Read;

pub use live::{Editor, Fault};

/// What is served.
#[derive(Clone)]
pub struct Served {
    pub source: Arc<dyn Source>,
    pub read: Arc<dyn Read>,
    pub photos: Arc<dyn Photos>,
    pub editor: Editor,
}

/// Gives the site.
pub trait Source: Send + Sync {
    /// As it is now: asked for with every page. Takes its time where records have to be read.
    fn now(&self) -> Shown;

    /// As it was with the last page, to which a file belongs. Never waits for records.
    fn last(&self) -> Shown;

    /// Returns when a file may have changed.
    fn wait(&self);

    /// Looks at all files once more when it is time to, in case one has changed unheard, and returns. Whoever asks
    /// for the site meanwhile does not wait for it.
    fn look_again(&self);

    /// A record of the site is `Lost`: from now on it is another site, made anew.
    fn lose(&self);

    /// An error that only making a page has shown.
    fn fault(&self, found: &Diagnostic) -> Fault;
}

/// The site at a moment.
#[derive(Clone)]
pub struct Shown {
    /// As it was last without an error; none where there has been no such time.
    pub site: Option<Arc<Site>>,
    /// What is wrong with the files as they are; nothing, and no site, while they have not been read.
    pub faults: Arc<[Fault]>,
    /// Another number after every change.
    pub turn: u64,
    /// The last turn at which a file changed that pages show without a word of it in their text.
    pub files: u64,
}

impl Shown {
    fn is_read(&self) -> bool {
        self.site.is_some() || !self.faults.is_empty()
    }
}

/// Tells those who wait of a new turn.
type Turns = watch::Sender<u64>;

/// Serves until the process ends. `started` is told the address, like `127.0.0.1:8000`, at which
/// it answers; the site is read from then on.
///
/// # Errors
/// A port that cannot be had. If the usual one is taken, any free one is used.
pub fn serve(served: Served, port: u16, started: impl FnOnce(&str)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let on = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = match tokio::net::TcpListener::bind(on(port)).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => tokio::net::TcpListener::bind(on(0)).await?,
            other => other?,
        };
        started(&listener.local_addr()?.to_string());
        let turns = Turns::new(served.source.last().turn);
        let (source, tell) = (served.source.clone(), turns.clone());
        std::thread::spawn(move || {
            loop {
                tell.send_replace(source.now().turn);
                source.wait();
            }
        });
        let (source, tell) = (served.source.clone(), turns.clone());
        std::thread::spawn(move || {
            loop {
                source.look_again();
                tell.send_replace(source.last().turn);
            }
        });
        let asset = |media: &'static str, text: &'static str| {
            get(move || async move { (StatusCode::OK, head(media), text).into_response() })
        };
        let router = Router::new()
            .route("/~minutebook/live.js", asset("text/javascript; charset=utf-8", live::SCRIPT))
            .route("/~minutebook/live.css", asset("text/css; charset=utf-8", live::STYLE))
            .route("/~minutebook/changed", get(changed))
            .route("/~minutebook/faults", get(faults))
            .fallback(answer)
            .with_state((served, turns));
        axum::serve(listener, router).await
    })
}

fn head(media: &str) -> [(header::HeaderName, String); 2] {
    [(header::CONTENT_TYPE, media.to_string()), (header::CACHE_CONTROL, "no-cache".to_string())]
}

/// Answers when there is another turn than the one named, or after a while.
async fn changed(State((served, turns)): State<(Served, Turns)>, RawQuery(query): RawQuery) -> Response {
    /// Shorter than browsers wait for an answer.
    const PATIENCE: Duration = Duration::from_secs(25);
    let since = query.as_deref().and_then(|query| query.strip_prefix("since=")?.parse::<u64>().ok());
    if let Some(since) = since {
        let mut turns = turns.subscribe();
        // Whether in time or not: what is said is how it stands.
        tokio::time::timeout(PATIENCE, turns.wait_for(|turn| *turn != since)).await.ok();
    }
    let shown = served.source.last();
    let files = since.is_some_and(|since| since < shown.files);
    let told = serde_json::json!({ "turn": shown.turn, "files": files });
    (StatusCode::OK, head("application/json"), told.to_string()).into_response()
}

/// What is wrong with the files.
async fn faults(State((served, _)): State<(Served, Turns)>) -> Response {
    let shown = served.source.last();
    page_of(&served, &shown, &shown.faults, StatusCode::OK)
}

fn page_of(served: &Served, shown: &Shown, faults: &[Fault], status: StatusCode) -> Response {
    let page = live::page_of(faults, &served.editor, shown.turn);
    (status, head("text/html; charset=utf-8"), page).into_response()
}

async fn answer(State((served, turns)): State<(Served, Turns)>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    /// About as long as people stay with a thought (Nielsen, Usability Engineering, 1993).
    const PATIENCE: Duration = Duration::from_secs(1);
    let patience = if is_for_reading(&request) { PATIENCE } else { Duration::MAX };
    if let Some(turn) = unread(&served, &turns, patience).await {
        let again = (header::RETRY_AFTER, "1");
        let page = live::page_of_unread(turn);
        return (StatusCode::SERVICE_UNAVAILABLE, head("text/html; charset=utf-8"), [again], page).into_response();
    }
    // Pages are made beside each other, and whoever waits for a change is heard meanwhile.
    let answered = move || {
        let answer = || answer_read(&served, &turns, request.uri());
        Lost::catch(answer).unwrap_or_else(|Lost| {
            served.source.lose();
            answer()
        })
    };
    tokio::task::spawn_blocking(answered).await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Whether somebody looks at what is answered: programs can wait, people want to know for what.
fn is_for_reading(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Waits until the site is read; the turn, where that takes longer than `patience`.
async fn unread(served: &Served, turns: &Turns, patience: Duration) -> Option<u64> {
    let mut turns = turns.subscribe();
    let is_read = turns.wait_for(|_| served.source.last().is_read());
    tokio::time::timeout(patience, is_read).await.is_err().then(|| served.source.last().turn)
}

/// The answer once the site has been read.
fn answer_read(served: &Served, turns: &Turns, uri: &Uri) -> Response {
    let path = percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let is_page = path.ends_with('/') || path.ends_with(".html") || !path.contains('.');
    let shown = if is_page { served.source.now() } else { served.source.last() };
    turns.send_if_modified(|turn| std::mem::replace(turn, shown.turn) != shown.turn);
    let Some(site) = &shown.site else {
        return page_of(served, &shown, &shown.faults, StatusCode::SERVICE_UNAVAILABLE);
    };
    let base_path = site.archive.config.base_path();
    let Some(address) = path.strip_prefix(base_path) else {
        return Redirect::temporary(base_path).into_response();
    };
    let found = |address: &str| site.plan.paths.get_key_value(&OutPath::of(address));
    let respond = |path, content, status| respond(served, &shown, site, path, content, status);
    if let Some((path, content)) = found(address) {
        return respond(path, content, StatusCode::OK);
    }
    // A folder without its slash: the browser has to know, or relative links would miss.
    if found(&format!("{address}/")).is_some() {
        return Redirect::permanent(&format!("{}/", uri.path())).into_response();
    }
    match found("404.html") {
        Some((path, content)) => respond(path, content, StatusCode::NOT_FOUND),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(
    served: &Served,
    shown: &Shown,
    site: &Site,
    path: &OutPath,
    content: &Content,
    status: StatusCode,
) -> Response {
    let media = media_type(path.as_str());
    match site.make(path, content, &*served.read, &*served.photos) {
        Ok(Made { bytes, .. }) if media.starts_with("text/html") => {
            (status, head(media), live::with_script(&bytes, shown.turn, &shown.faults)).into_response()
        }
        Ok(Made { bytes, .. }) => (status, head(media), bytes).into_response(),
        Err(Failure::Content(found)) => {
            page_of(served, shown, &[served.source.fault(&found)], StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(Failure::Machine(path, error)) => {
            let fault = Fault::of_machine(format!("{path}: {error}"));
            page_of(served, shown, &[fault], StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// The media type of a file, by its ending; text is UTF-8.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        ending => mime_guess::from_ext(ending).first_raw().unwrap_or("application/octet-stream"),
    }
}
