#![expect(clippy::disallowed_methods, reason = "the edge to the network")]
//! A plain web server on this machine: every request is answered from the `Site` as it is
//! at that moment, whose pages are made when they are asked for. Nothing is written.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::percent_decode_str;

use crate::build::{Failure, Made, Photos, Site};
use crate::plan::{Content, OutPath};
use crate::source::Read;

/// What is served.
#[derive(Clone)]
pub struct Served {
    pub source: Arc<dyn Source>,
    pub read: Arc<dyn Read>,
    pub photos: Arc<dyn Photos>,
}

/// Gives the site.
pub trait Source: Send + Sync {
    /// As it is now: asked for with every page.
    fn now(&self) -> Arc<Site>;

    /// As it was with the last page, to which a file belongs.
    fn last(&self) -> Arc<Site>;
}

/// The path of the site on its host, beginning and ending in `/`.
fn base_path(site: &Site) -> String {
    site.archive.config.base_path().to_string()
}

/// Serves until the process ends. `started` is told the address.
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
        started(&format!("http://{}{}", listener.local_addr()?, base_path(&served.source.last())));
        let router = Router::new().fallback(answer).with_state(served);
        axum::serve(listener, router).await
    })
}

async fn answer(State(served): State<Served>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let is_page = path.ends_with('/') || path.ends_with(".html") || !path.contains('.');
    let site = if is_page { served.source.now() } else { served.source.last() };
    let base_path = base_path(&site);
    let Some(address) = path.strip_prefix(&base_path) else {
        return Redirect::temporary(&base_path).into_response();
    };
    let found = |address: &str| site.plan.paths.get_key_value(&OutPath::of(address));
    let respond = |path, content, status| respond(&site, &served, path, content, status);
    if let Some((path, content)) = found(address) {
        return respond(path, content, StatusCode::OK);
    }
    // A folder without its slash: the browser has to know, or relative links would miss.
    if found(&format!("{address}/")).is_some() {
        return Redirect::permanent(&format!("{}/", request.uri().path())).into_response();
    }
    match found("404.html") {
        Some((path, content)) => respond(path, content, StatusCode::NOT_FOUND),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(site: &Site, served: &Served, path: &OutPath, content: &Content, status: StatusCode) -> Response {
    match site.make(path, content, &*served.read, &*served.photos) {
        Ok(Made { bytes, .. }) => {
            (status, [(header::CONTENT_TYPE, media_type(path.as_str())), (header::CACHE_CONTROL, "no-cache")], bytes)
                .into_response()
        }
        Err(failure) => {
            let message = match failure {
                Failure::Content(diagnostic) => format!("{}: {}", diagnostic.place.file, diagnostic.message),
                Failure::Machine(path, error) => format!("{path}: {error}"),
            };
            (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], message)
                .into_response()
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
