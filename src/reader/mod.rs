//! Pages of leads: every lead once, in order, and proof that none is missing.

mod ahead;
mod chain;
mod foretold;
mod ledger;
mod pages;
mod pool;
mod shards;
mod spool;

pub use ledger::{Ledger, Step};
pub use pages::Pages;
