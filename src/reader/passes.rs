//! Restarts a scroll or a search if the server has lost it, or sent fewer leads than it
//! counts.

use super::executor::Stop;
use crate::intercom::Error;
use crate::terminal::report::Report;

/// The reason for ending a pass without new leads.
pub(super) const REPEATING: &str = "the pages repeat endlessly";

/// The maximum number of pages without new leads in a pass.
pub(super) const MAX_STALE: u32 = 20;

/// The result of a pass.
pub(super) enum PassEnd {
    /// Every lead was received.
    Done,
    /// The server sent, or may have sent, fewer leads than it counts.
    Short(&'static str),
    /// The server no longer knows the cursor or the scroll.
    Lost(Error),
    /// The request has to be changed; the next pass does so.
    Changed,
}

/// What is read, and how often it is restarted.
pub(super) struct Passes {
    /// For messages, such as "the scroll".
    pub(super) name: &'static str,
    /// After [`PassEnd::Short`].
    pub(super) max_rereads: u32,
    /// After [`PassEnd::Lost`].
    pub(super) max_restarts: u32,
    /// Why the reading is incomplete if the server refused it after each restart.
    pub(super) refused: &'static str,
}

impl Passes {
    /// Runs `pass` until every lead was received.
    pub(super) fn run(
        &self,
        report: Report,
        mut pass: impl FnMut() -> Result<PassEnd, Stop>,
    ) -> Result<(), Stop> {
        let (mut rereads, mut restarts) = (0, 0);
        loop {
            match pass()? {
                PassEnd::Done => return Ok(()),
                PassEnd::Changed => {}
                PassEnd::Short(why) if rereads < self.max_rereads => {
                    rereads += 1;
                    report.detail(&format!("{why}; restarting {}", self.name));
                }
                PassEnd::Short(why) => return Err(Error::incomplete(why).into()),
                PassEnd::Lost(error) if restarts < self.max_restarts => {
                    restarts += 1;
                    report.warn(&format!("{error}; restarting {}", self.name));
                }
                PassEnd::Lost(Error::Refused(refused)) if refused.effective_status() < 500 => {
                    return Err(Error::incomplete(self.refused).into());
                }
                PassEnd::Lost(error) => return Err(error.into()),
            }
        }
    }
}
