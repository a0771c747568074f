#!/bin/sh
# Usage: base.sh FILE
# Writes a base image for Java programs in the format of "docker save", with neither a daemon nor a registry: a Java
# runtime without compiler and tools, the shared libraries that it needs, and nothing else. There is no shell in it.
set -eu
file=$1
name=localhost/leader-election/java-base
javac=$(readlink -f "$(command -v javac)")
java_home=${JAVA_HOME:-${javac%/bin/javac}}
umask 022 # the image is run by another user than the one who builds it
mkdir -p "$(dirname "$file")"
# beside the result, and not in a common folder from which programs may not be run
work=$(mktemp -d "$(dirname "$file")/java-base.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/etc" "$root/opt"

"$java_home/bin/jlink" --output "$root/opt/java" --no-header-files --no-man-pages \
  --add-modules java.se,jdk.crypto.ec,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
# What only programs with screen, printer or sound call, and would need libraries for.
for library in awt awt_headless awt_xawt fontmanager javajpeg jawt jsound lcms mlib_image splashscreen; do
  rm -f "$root/opt/java/lib/lib$library.so"
done
"$root/opt/java/bin/java" -Xshare:dump >"$work/share.log" 2>&1

# The loader and the libraries, at the paths where the loader looks for them.
find "$root/opt/java" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null |
  sed -n 's|.* => \(/[^ ]*\) (.*|\1|p; s|^[[:space:]]*\(/lib[^ ]*ld-linux[^ ]*\) (.*|\1|p' |
  grep -v "^$root" | sort -u >"$work/libraries"
while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done <"$work/libraries"

echo 'nonroot:x:65532:65532:nonroot:/:/none' >"$root/etc/passwd"
echo 'nonroot:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
mkdir -m 1777 "$root/tmp"

pack() { tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$1" -cf "$2" .; }
mkdir "$work/image"
pack "$root" "$work/image/layer.tar"
digest=$(sha256sum "$work/image/layer.tar" | cut -d' ' -f1)
case $(uname -m) in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
cat >"$work/image/config.json" <<END
{"architecture": "$architecture", "os": "linux", "created": "1970-01-01T00:00:00Z",
 "config": {"Env": ["PATH=/opt/java/bin", "JAVA_HOME=/opt/java"], "User": "65532:65532"},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$digest"]}}
END
echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$name:latest\"], \"Layers\": [\"layer.tar\"]}]" \
  >"$work/image/manifest.json"
tar --sort=name --mtime=@0 -C "$work/image" -cf "$file" manifest.json config.json layer.tar
