//! `ValueEnum` for the enums of modules that do not use clap.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::intercom::Region;
use crate::output::{Format, NDJSON};
use crate::query::{Order, SortField};
use crate::sandbox::Generation;

fn choice(name: &'static str, help: &'static str) -> PossibleValue {
    PossibleValue::new(name).help(help)
}

impl ValueEnum for Region {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let place = match self {
            Self::Us => "United States",
            Self::Eu => "Europe",
            Self::Au => "Australia",
        };
        Some(choice(self.name(), place))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Table => "Aligned columns, for reading",
            Self::Json => "One array",
            Self::Jsonl => "One lead per line",
            Self::Csv => "Comma-separated values",
            Self::Tsv => "Tab-separated values, without quoting",
            Self::Xlsx => "A spreadsheet for Excel and others; only to a file",
        };
        let choice = choice(self.name(), help);
        Some(match self {
            Self::Jsonl => choice.alias(NDJSON),
            _ => choice,
        })
    }
}

impl ValueEnum for SortField {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::CreatedAt,
            Self::UpdatedAt,
            Self::LastSeenAt,
            Self::SignedUpAt,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::CreatedAt => choice("created_at", "When the lead was created"),
            Self::UpdatedAt => choice("updated_at", "When it was last changed"),
            Self::LastSeenAt => choice("last_seen_at", "When it was last seen"),
            Self::SignedUpAt => choice("signed_up_at", "When it signed up"),
        })
    }
}

impl ValueEnum for Order {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Asc, Self::Desc]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Asc => choice("asc", "Oldest first"),
            Self::Desc => choice("desc", "Newest first"),
        })
    }
}

impl ValueEnum for Generation {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::V1, Self::V2, Self::Both]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::V1 => choice("1.x", "1.0 to 1.4"),
            Self::V2 => choice("2.x", "2.0 and later"),
            Self::Both => choice("both", "All of them"),
        })
    }
}
