//! What is found out before the standard library starts, which opens /dev/null
//! in the place of a standard output that is closed: output would be lost there.

use leads::output::note_closed;

/// Notes which of the descriptors 0 to 2 are closed.
extern "C" fn note_closed_descriptors() {
    use rustix::io::fcntl_getfd;
    use rustix::stdio::{stderr, stdin, stdout};

    for (number, descriptor) in [stdin(), stdout(), stderr()].into_iter().enumerate() {
        if fcntl_getfd(descriptor).is_err() {
            note_closed(number);
        }
    }
}

/// Functions in these sections are called before `main`, and by no other means
/// before the standard library starts. The attribute is unsafe since whatever
/// it names is called; what it names here is safe, allocates nothing, and uses
/// nothing that the standard library sets up.
#[allow(unsafe_code)]
#[used]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static BEFORE_MAIN: extern "C" fn() = note_closed_descriptors;
