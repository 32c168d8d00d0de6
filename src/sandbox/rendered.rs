//! Members as the JSON that was made of them before. Making one costs a
//! hundred times what copying it does, and a server that is measured against
//! has to be quick. A member never changes, so what is kept stays right while
//! others come and go.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::members::Member;

/// Bytes of JSON that are kept: a hundred thousand leads. More are made anew
/// each time.
const MOST: usize = 160 << 20;

/// How a member is put into JSON: what of a version its text depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    V1 { personal: bool },
    V2 { strict: bool },
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Rendered {
    kept: RwLock<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: HashMap<(Shape, Member), Text>,
    bytes: usize,
}

/// The JSON of one member.
#[derive(Clone)]
pub(super) struct Text(Arc<RawValue>);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(out)
    }
}

impl Rendered {
    /// The JSON of `members` in `shape`, in their order; `render` makes what
    /// is not at hand.
    pub(super) fn texts(
        &self,
        shape: Shape,
        members: &[Member],
        render: impl Fn(Member) -> serde_json::Result<Box<RawValue>>,
    ) -> Vec<Text> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let found: Vec<_> = members
            .iter()
            .map(|member| kept.texts.get(&(shape, *member)).cloned())
            .collect();
        drop(kept);
        let texts = members.iter().zip(found);
        texts
            .map(|(member, text)| match text {
                Some(text) => text,
                None => self.keep((shape, *member), render(*member)),
            })
            .collect()
    }

    fn keep(&self, key: (Shape, Member), json: serde_json::Result<Box<RawValue>>) -> Text {
        // Structures of plain values can always be put into JSON.
        let text = Text(json.unwrap_or_default().into());
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let bytes = kept.bytes + text.0.get().len();
        if bytes <= MOST && kept.texts.insert(key, text.clone()).is_none() {
            kept.bytes = bytes;
        }
        text
    }
}
