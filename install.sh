#!/bin/sh
# Installs leads: downloads the release for this system, verifies its SHA-256
# checksum, and installs the program to ~/.local/bin.
#
#   curl -fsSL https://github.com/OWNER/leads/releases/latest/download/install.sh | sh
#
# Environment:
#   BINDIR          the directory to install to, instead of ~/.local/bin
#   LEADS_VERSION   the release to install, such as 0.1.0, instead of the latest
#   LEADS_RELEASES  the URL of the releases, for a mirror
set -eu

repository=https://github.com/OWNER/leads

# Everything is in a function, so that a truncated download does nothing.
main() {
    releases=${LEADS_RELEASES:-$repository/releases}
    case ${LEADS_VERSION:-} in
        '') from=$releases/latest/download ;;
        *) from=$releases/download/v${LEADS_VERSION#v} ;;
    esac
    if [ -n "${BINDIR:-}" ]; then
        bindir=$BINDIR
    elif [ -n "${HOME:-}" ]; then
        bindir=${HOME%/}/.local/bin
    else
        fail "HOME is not set; set BINDIR to the directory to install to"
    fi

    target=$(target)
    exe='' archive=leads-$target.tar.gz
    case $target in
        *-windows-*) exe=.exe archive=leads-$target.zip ;;
    esac

    tmp=$(mktemp -d) || fail "cannot create a temporary directory"
    trap 'rm -rf "$tmp"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    download "$from/SHA256SUMS" "$tmp/SHA256SUMS"
    download "$from/$archive" "$tmp/$archive"
    expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$tmp/SHA256SUMS")
    [ -n "$expected" ] || fail "$from/SHA256SUMS has no checksum for $archive"
    actual=$(sha256 "$tmp/$archive")
    if [ "$actual" != "$expected" ]; then
        fail "$from/$archive does not match its SHA-256 checksum; nothing was installed
  expected $expected
  got      $actual"
    fi

    case $archive in
        *.zip) unzip -q "$tmp/$archive" -d "$tmp" ;;
        *) tar -xzf "$tmp/$archive" -C "$tmp" ;;
    esac || fail "cannot unpack $archive"
    program=$tmp/leads-$target/leads$exe
    version=$("$program" --version) || fail "the program in $archive does not run on this system"

    # Copy and rename, so that a running leads is not affected.
    new=$bindir/.leads-$$.tmp
    if ! { mkdir -p "$bindir" && cp "$program" "$new" && chmod 755 "$new" && mv -f "$new" "$bindir/leads$exe"; }; then
        rm -f "$new"
        fail "cannot write to $bindir; set BINDIR to another directory"
    fi

    echo "Installed $version ($target) to $bindir/leads$exe; its SHA-256 checksum matches."
    case :${PATH:-}: in
        *:"$bindir":*) echo "Try: leads --demo list" ;;
        *) echo "$bindir is not on your PATH; add it with: export PATH=\"$bindir:\$PATH\"" ;;
    esac
}

fail() {
    echo "install.sh: error: $1" >&2
    exit 1
}

# The Rust target of this system.
target() {
    system=$(uname -s) machine=$(uname -m)
    case $system-$machine in
        Linux-x86_64 | Linux-amd64) echo x86_64-unknown-linux-musl ;;
        Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-musl ;;
        Darwin-x86_64) echo x86_64-apple-darwin ;;
        Darwin-arm64) echo aarch64-apple-darwin ;;
        MINGW*-x86_64 | MSYS*-x86_64 | CYGWIN*-x86_64) echo x86_64-pc-windows-msvc ;;
        *)
            fail "there is no release for $system on $machine; build it with Rust:
  cargo install --locked --git $repository"
            ;;
    esac
}

# Downloads the URL $1 to the file $2. An https URL is never redirected to http.
download() {
    if command -v curl >/dev/null; then
        case $1 in
            https:*) curl -fsSL --proto =https --tlsv1.2 --retry 3 -o "$2" "$1" ;;
            *) curl -fsSL --retry 3 -o "$2" "$1" ;;
        esac
    elif command -v wget >/dev/null; then
        wget -q -O "$2" "$1"
    else
        fail "neither curl nor wget is installed; install one of them"
    fi || fail "cannot download $1"
}

# The SHA-256 checksum of the file $1.
sha256() {
    if command -v sha256sum >/dev/null; then
        sum=$(sha256sum "$1")
    elif command -v shasum >/dev/null; then
        sum=$(shasum -a 256 "$1")
    else
        fail "neither sha256sum nor shasum is installed; install one of them"
    fi
    echo "${sum%% *}"
}

main "$@"
