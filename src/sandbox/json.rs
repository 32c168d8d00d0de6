//! JSON objects that keep the order of their members, as in the API's samples.
//! `serde_json::json!` sorts them.

use std::borrow::Cow;
use std::sync::Arc;

use serde::ser::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// A JSON object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object(pub(super) Vec<(&'static str, Value)>);

/// A member of an object, or an item of an array.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    Null,
    /// The object has no such member.
    Absent,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(Cow<'static, str>),
    Array(Vec<Self>),
    Object(Object),
    Raw(Json),
}

/// JSON text that is shared and copied unchanged.
#[derive(Clone, Debug)]
pub(super) struct Json(Arc<RawValue>);

/// Creates an [`Object`] with the members in the order written.
macro_rules! object {
    ($($name:tt: $value:expr),* $(,)?) => {
        $crate::sandbox::json::Object(vec![
            $(($name, $crate::sandbox::json::Value::from($value))),*
        ])
    };
}
pub(super) use object;

impl Value {
    /// The value, or no member for `None`, where `from` would be null.
    pub(super) fn optional(value: Option<impl Into<Self>>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl Json {
    pub(super) fn new(object: &Object) -> Self {
        // Plain values can always be serialized.
        Self(to_raw_value(object).unwrap_or_default().into())
    }

    pub(super) fn len(&self) -> usize {
        self.0.get().len()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.0.iter().map(|(name, value)| (name, value));
        serializer.collect_map(members.filter(|(_, value)| **value != Value::Absent))
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Bool,
    i64 => Signed,
    u32 => Unsigned,
    u64 => Unsigned,
    f64 => Float,
    &'static str => Text,
    String => Text,
    Cow<'static, str> => Text,
    Object => Object,
    Json => Raw,
}

impl From<()> for Value {
    fn from((): ()) -> Self {
        Self::Null
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}
