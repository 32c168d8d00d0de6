//! A pool of response buffers. A body is allocated on a worker thread and freed on the
//! main thread, and allocators keep such memory in the worker's arena: without the
//! pool, 16 requests in flight take a third more memory.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The maximum number of buffers to keep.
const MAX_BUFFERS: usize = 16;

/// The maximum size of a buffer to keep, in bytes.
const MAX_SIZE: usize = 2 << 20;

/// Buffers are allocated in multiples of this, in bytes.
const BLOCK: usize = 64 << 10;

/// A pool of response buffers. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct BufferPool {
    buffers: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl BufferPool {
    /// A buffer of at least `min_len` bytes, with arbitrary content.
    pub(crate) fn take(&self, min_len: usize) -> Vec<u8> {
        match self.lock().pop() {
            Some(mut buffer) if buffer.capacity() >= min_len => {
                buffer.resize(buffer.len().max(min_len), 0);
                buffer
            }
            // Bodies have similar sizes. Zeroed memory that is never written to takes
            // no space.
            _ => vec![0; min_len.next_multiple_of(BLOCK)],
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text of a response. Its buffer returns to the pool when dropped.
#[derive(Debug, Default)]
pub(crate) struct Body {
    text: String,
    pool: Option<BufferPool>,
}

impl Body {
    /// Replaces the text.
    pub(crate) fn set(&mut self, text: String) {
        self.text = text;
    }

    pub(crate) fn return_to(&mut self, pool: &BufferPool) {
        self.pool = Some(pool.clone());
    }
}

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        let Some(pool) = &self.pool else { return };
        let buffer = std::mem::take(&mut self.text).into_bytes();
        let mut buffers = pool.lock();
        if buffer.capacity() > 0 && buffer.capacity() <= MAX_SIZE && buffers.len() < MAX_BUFFERS {
            buffers.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_are_reused_and_few_are_kept() {
        let pool = BufferPool::default();
        let body = |text: &str, min_len: usize| {
            let mut buffer = pool.take(min_len);
            assert!(buffer.len() >= min_len);
            buffer.truncate(text.len());
            buffer.copy_from_slice(text.as_bytes());
            let mut body = Body::default();
            body.set(String::from_utf8(buffer).unwrap());
            body.return_to(&pool);
            body
        };
        let first = body("a longer text", 100);
        let address = first.as_ptr();
        drop(first);
        let second = body("short", 50);
        assert_eq!((&*second, second.as_ptr()), ("short", address));
        let others: Vec<_> = (0..100).map(|_| body("other", 5)).collect();
        drop((second, others));
        drop(body("large", MAX_SIZE + 1));
        assert_eq!(pool.lock().len(), MAX_BUFFERS - 1);
    }
}
