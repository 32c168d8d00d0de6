//! Files are replaced completely or left unchanged.

use std::path::PathBuf;

use super::*;

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut out = Destination::open(Some(path))?;
    out.write_all(text.as_bytes())?;
    out.commit(Report::default()).map(drop)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_exists_only_when_it_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.csv");
    let mut out = Destination::open(Some(&path)).unwrap();
    out.write_all(b"new").unwrap();
    out.flush().unwrap();
    assert!(!path.exists());
    assert_eq!(out.terminal(), None);
    out.commit(Report::default()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names(folder.path()), ["leads.csv"]);
}

#[test]
fn without_commit_the_old_file_stays_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.csv");
    fs::write(&path, "old").unwrap();
    let mut out = Destination::open(Some(&path)).unwrap();
    out.write_all(&vec![b'x'; 3 * BUFFER]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    drop(out);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(folder.path()), ["leads.csv"]);
}

#[test]
fn a_longer_old_file_is_replaced_completely() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.csv");
    fs::write(&path, "a long old text").unwrap();
    write(&path, "new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
}

#[test]
fn an_unusable_path_fails_at_once_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [
        folder.path().to_owned(),
        folder.path().join("missing").join("leads.csv"),
        folder.path().join("new").join(""),
        file.join("leads.csv"),
        PathBuf::new(),
    ] {
        let error = Destination::open(Some(&path)).err().unwrap();
        let message = error.to_string();
        let start = format!("cannot write {}: ", path.display());
        assert!(message.starts_with(&start), "{message}");
    }
    let missing = folder.path().join("missing").join("leads.csv");
    let error = Destination::open(Some(&missing)).err().unwrap();
    assert!(error.to_string().ends_with("no such folder"), "{error}");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn a_formatter_can_borrow_the_destination() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.json");
    let mut out = Destination::open(Some(&path)).unwrap();
    {
        let mut fields = crate::columns::Fields::parse(None, &[]).unwrap();
        let style = crate::output::Style::default();
        let format = crate::output::Format::Json;
        let mut json = crate::output::formatter(format, &fields, style, Box::new(&mut out));
        json.begin(&fields).unwrap();
        json.finish(&mut fields).unwrap();
    }
    out.commit(Report::default()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "[]\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_new_file_gets_the_default_mode_and_an_old_one_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let default = folder.path().join("default");
        File::create(&default).unwrap();
        let path = folder.path().join("leads.csv");
        write(&path, "1").unwrap();
        assert_eq!(mode(&path), mode(&default));
        for kept in [0o600, 0o640, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
            write(&path, "2").unwrap();
            assert_eq!(mode(&path), kept);
        }
    }

    #[test]
    fn a_symbolic_link_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let link = folder.path().join("link.csv");
        let second = folder.path().join("second.csv");
        symlink("inner/real.csv", &link).unwrap();
        symlink("link.csv", &second).unwrap();
        for text in ["made through the link", "replaced through the link"] {
            write(&second, text).unwrap();
            assert_eq!(fs::read_to_string(inner.join("real.csv")).unwrap(), text);
        }
        assert!(link.is_symlink() && second.is_symlink());
        assert_eq!(names(&inner), ["real.csv"]);
        symlink("loop", folder.path().join("loop")).unwrap();
        assert!(Destination::open(Some(&folder.path().join("loop"))).is_err());
    }

    #[test]
    fn devices_and_pipes_are_written_directly() {
        write(Path::new("/dev/null"), "gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());

        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        write(&pipe, "through the pipe").unwrap();
        assert_eq!(reader.join().unwrap(), "through the pipe");
        assert_eq!(names(folder.path()), ["pipe"]);
    }
}
