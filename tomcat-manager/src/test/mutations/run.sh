#!/usr/bin/env bash
# Breaks one rule of the protocol after the other, each in a copy of the code of its own, and lets the explorer look for it.
# usage: run.sh [SECONDS-A-RULE] [NAME...]     prints one line of a table per rule; exit code 1 if one is not found
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
module=$(cd "$here/../../.." && pwd)
seconds=${1:-120}
shift || true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
slf4j=$(sed -n 's:.*<slf4j.version>\(.*\)</slf4j.version>.*:\1:p' "$module/../pom.xml")
repository=${MAVEN_REPO:-$HOME/.m2/repository}
library="$repository/org/slf4j/slf4j-api/$slf4j/slf4j-api-$slf4j.jar"
sound="$work/sound"
missed=0

compile() { # class path, to, sources
    javac -nowarn --release 17 -cp "$1" -d "$2" "${@:3}"
}

explore() { # name, patch: only the files that it changes are compiled anew
    local dir="$work/$1" main=dev.limpet.session.explorer.ExplorerMain command=explore only changed
    mkdir -p "$dir/classes"
    cp -r "$sound/src" "$dir"
    patch -s -p0 -d "$dir" --no-backup-if-mismatch < "$2" || return 0
    mapfile -t changed < <(sed -n "s:^+++ :$dir/:p" "$2" | cut -f1)
    compile "$sound/classes:$library" "$dir/classes" "${changed[@]}" || return 0
    [ "$(sed -n 's/^explorer: //p' "$2")" = expiry ] && command=expiry
    only=$(sed -n 's/^scenarios: //p' "$2")
    java -Xmx2g -cp "$dir/classes:$sound/classes:$library" $main $command "$seconds" "$only" > "$dir/out" 2>&1
}

mkdir -p "$sound/classes"
(cd "$module" && tar cf - src/main/java/dev/limpet/session src/test/java/dev/limpet/session/{InMemorySessionStore,ExplorerAccess}.java \
    src/test/java/dev/limpet/session/explorer) | tar xf - -C "$sound"
mapfile -t sources < <(find "$sound/src" -name '*.java' ! -name '*Test.java')
compile "$library" "$sound/classes" "${sources[@]}"

for patch in "$here"/*.patch; do
    name=$(basename "$patch" .patch)
    if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
    rule=$(sed -n 's/^rule: //p' "$patch")
    places=$(sed -n 's:^--- src/.*/\([A-Za-z]*\)\.java.*:\1:p' "$patch" | sort -u | paste -sd, | sed 's/,/, /g')
    if explore "$name" "$patch"; then
        missed=1
        found="**not found**"
        [ -s "$work/$name/out" ] || found="**does not run**"
    else
        found=$(sed -n 's/^FOUND //p' "$work/$name/out" | head -1)
        [ -n "$found" ] || { found="**does not run**"; missed=1; cat "$work/$name/out" >&2; }
    fi
    echo "| \`$name\` | $rule | $places | $found |"
    rm -rf "${work:?}/$name"
done
exit $missed
