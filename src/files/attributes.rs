//! Copies the attributes of a replaced file to the new one: owner, group, mode, and
//! extended attributes, including access control lists.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};

/// Copies the attributes of `old` to `new`. Returns the names, for users, of those that
/// the system refused.
pub(super) fn copy(old: &File, new: &File) -> io::Result<Vec<String>> {
    let mut lost = Vec::new();
    let (from, to) = (old.metadata()?, new.metadata()?);
    let mut mode = from.mode();
    if from.gid() != to.gid() && fchown(new, None, Some(from.gid())).is_err() {
        lost.push("group".to_owned());
        // The new group gets the permissions of everyone, and no more.
        mode = mode & !0o070 | (mode & 0o007) << 3;
    }
    if from.uid() != to.uid() && fchown(new, Some(from.uid()), None).is_err() {
        lost.push("owner".to_owned());
    }
    // After the owner, because changing the owner resets parts of the mode.
    new.set_permissions(Permissions::from_mode(mode & 0o7777))?;
    lost.extend(extended::copy(old, new));
    Ok(lost)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod extended {
    use std::fs::File;

    use rustix::fs::{
        XattrFlags, fgetxattr, fgetxattr_query, flistxattr, flistxattr_query, fsetxattr,
    };
    use rustix::io;

    /// Copies extended attributes. Returns the names of those that failed.
    pub(super) fn copy(old: &File, new: &File) -> Vec<String> {
        // Fails if the file system has none.
        let names = names(old).unwrap_or_default();
        let names = names
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty());
        let failed = names.filter(|name| {
            let Ok(value) = value(old, name) else {
                return true;
            };
            // The system sets some by itself, such as a security label.
            self::value(new, name).ok().as_ref() != Some(&value)
                && fsetxattr(new, *name, &value, XattrFlags::empty()).is_err()
        });
        failed
            .map(|name| format!("attribute {}", String::from_utf8_lossy(name)))
            .collect()
    }

    fn names(file: &File) -> io::Result<Vec<u8>> {
        let mut names = vec![0; flistxattr_query(file)?];
        let len = flistxattr(file, names.as_mut_slice())?;
        names.truncate(len);
        Ok(names)
    }

    fn value(file: &File, name: &[u8]) -> io::Result<Vec<u8>> {
        let mut value = vec![0; fgetxattr_query(file, name)?];
        let len = fgetxattr(file, name, value.as_mut_slice())?;
        value.truncate(len);
        Ok(value)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod extended {
    use std::fs::File;

    pub(super) fn copy(_: &File, _: &File) -> Vec<String> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn mode_and_extended_attributes_are_copied() {
        use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};

        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| File::create(folder.path().join(name)).unwrap();
        let (old, new) = (file("old"), file("new"));
        old.set_permissions(Permissions::from_mode(0o640)).unwrap();
        if fsetxattr(&old, "user.note", b"keep me", XattrFlags::empty()).is_err() {
            // The file system has none.
            return;
        }
        assert_eq!(copy(&old, &new).unwrap(), Vec::<String>::new());
        assert_eq!(new.metadata().unwrap().mode() & 0o7777, 0o640);
        let mut value = [0; 20];
        let len = fgetxattr(&new, "user.note", value.as_mut_slice()).unwrap();
        assert_eq!(&value[..len], b"keep me");
    }
}
