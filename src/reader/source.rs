//! The source of pages: the client, or in the models a simulated API.

use std::sync::Arc;

use crate::http::Client;
use crate::intercom::{Dialect, Error, Page, Request};
use crate::terminal::report::Report;

type Fetch = dyn Fn(&dyn Dialect, &Request) -> Result<Page, Error> + Send + Sync;

/// Sends requests. Cheap to clone.
#[derive(Clone)]
pub(super) struct Source {
    fetch: Arc<Fetch>,
    /// The maximum number of requests in flight.
    pub(super) jobs: usize,
    pub(super) report: Report,
}

impl Source {
    /// A source that sends requests to the API.
    pub(super) fn of(client: &Client) -> Self {
        let (jobs, report) = (client.jobs(), client.report());
        let client = client.clone();
        Self::new(jobs, report, move |dialect, request| {
            client.fetch(dialect, request)
        })
    }

    pub(super) fn new(
        jobs: usize,
        report: Report,
        fetch: impl Fn(&dyn Dialect, &Request) -> Result<Page, Error> + Send + Sync + 'static,
    ) -> Self {
        Self {
            fetch: Arc::new(fetch),
            jobs,
            report,
        }
    }

    /// The page for `request`.
    pub(super) fn fetch(&self, dialect: &dyn Dialect, request: &Request) -> Result<Page, Error> {
        (self.fetch)(dialect, request)
    }
}
