//! Reading a scroll or a search again when the server lost it, or when fewer
//! leads came than it counts.

use crate::intercom::Error;
use crate::terminal::report::Report;

/// How a pass from the first page on ended.
pub(super) enum Outcome {
    /// Every lead was received, or nobody wants more.
    Done,
    /// Fewer leads came than the server counts, or may have.
    Short(&'static str),
    /// The server does not know the cursor or the scroll any more.
    Lost(Error),
    /// To begin again, asked in another way.
    Changed,
}

/// What is read, and how often it begins again.
pub(super) struct Passes {
    /// For messages: "the scroll".
    pub(super) name: &'static str,
    /// After [`Outcome::Short`].
    pub(super) max_rereads: u32,
    /// After [`Outcome::Lost`].
    pub(super) max_restarts: u32,
}

impl Passes {
    /// Runs `pass` until every lead was received.
    pub(super) fn run(
        &self,
        report: Report,
        mut pass: impl FnMut() -> Result<Outcome, Error>,
    ) -> Result<(), Error> {
        let (mut rereads, mut restarts) = (0, 0);
        loop {
            match pass()? {
                Outcome::Done => return Ok(()),
                Outcome::Changed => {}
                Outcome::Short(why) if rereads < self.max_rereads => {
                    rereads += 1;
                    report.detail(&format!("{why}; restarting {}", self.name));
                }
                Outcome::Short(why) => return Err(Error::incomplete(why)),
                Outcome::Lost(error) if restarts < self.max_restarts => {
                    restarts += 1;
                    report.warn(&format!("{error}; restarting {}", self.name));
                }
                Outcome::Lost(Error::Refused(refused)) if refused.effective_status() < 500 => {
                    return Err(Error::incomplete("the API kept refusing its own cursors"));
                }
                Outcome::Lost(error) => return Err(error),
            }
        }
    }
}
