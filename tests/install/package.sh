#!/usr/bin/env bash
# package.sh BUILD WORK: makes Debian packages of a build tree; lintian finds nothing in them, and the program in one runs.
set -euo pipefail
build=$1 work=$2
for tool in cpack lintian dpkg-deb dpkg-shlibdeps gzip; do
  command -v $tool > /dev/null || { echo "skipped: no $tool (Debian: lintian, dpkg-dev)"; exit 77; }
done
rm -rf "$work"
mkdir -p "$work"
cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work" > "$work/log"
# Where pkg-config's file lies is known to build trees for /usr alone (the preset "package").
lintian --fail-on warning,error --suppress-tags pkg-config-unavailable-for-cross-compilation "$work"/*.deb
dpkg-deb -x "$work"/polyscape_*.deb "$work/root"
"$work/root/usr/bin/polyscape" bounds "$work/root/usr/share/polyscape/data/xor_quadratic.toml" --quiet | grep -q Bezout
for file in share/man/man1/polyscape-table.1.gz share/doc/polyscape/copyright share/doc/polyscape/changelog.gz \
  share/bash-completion/completions/polyscape share/zsh/vendor-completions/_polyscape; do
  [ -f "$work/root/usr/$file" ] || { echo "not in the package: $file" >&2; exit 1; }
done
rm -rf "$work"
