#!/usr/bin/env bash
# Says what is in a package, as CycloneDX 1.6 (JSON): `sbom.sh LIB RUNTIME VERSION`. LIB has the jars, RUNTIME the Java;
# licences.txt beside this file gives groups and licences. The same input gives the same bytes: the time is that of
# SOURCE_DATE_EPOCH, and there is no serial number.
set -eu
here=$(dirname "${BASH_SOURCE[0]}")
lib=$1 runtime=$2 version=$3

# of the release file of a Java
java_says() { sed -n "s/^$1=\"\(.*\)\"$/\1/p" "$runtime/release"; }

component() { # TYPE GROUP NAME VERSION LICENCE PURL [HASH [NOTE]]
  printf '    {\n      "type": "%s",\n      "bom-ref": "%s",\n' "$1" "$6"
  [ -z "$2" ] || printf '      "group": "%s",\n' "$2"
  printf '      "name": "%s",\n      "version": "%s",\n' "$3" "$4"
  [ -z "${7:-}" ] || printf '      "hashes": [{ "alg": "SHA-256", "content": "%s" }],\n' "$7"
  [ -z "${8:-}" ] || printf '      "pedigree": { "notes": "%s" },\n' "$8"
  printf '      "licenses": [{ "expression": "%s" }],\n      "purl": "%s"\n    }' "$5" "$6"
}

own=pkg:generic/dialtone@$version
java=pkg:generic/openjdk@$(java_says JAVA_RUNTIME_VERSION | sed 's/+/%2B/g')
refs=("$java")
parts=()
for jar in "$lib"/*.jar; do
  name=${jar##*/}
  name=${name%.jar}
  of=${name#"${name%%-[0-9]*}"-}
  name=${name%%-[0-9]*}
  hash=$(sha256sum <"$jar")
  hash=${hash%% *}
  note=''
  case $name in
    dialtone-*) group=dev.dialtone licence=Apache-2.0 ;;
    *)
      line=$(awk -v name="$name" '!/^#/ && index(name, $2) == 1' "$here/licences.txt")
      if [ -z "$line" ]; then
        echo "sbom: the licence of ${jar##*/} is not in licences.txt" >&2
        exit 1
      fi
      group=${line%% *}
      licence=${line#* * }
      [ "$name" != picocli ] || note='class files rewritten for the verifier of Java 8 and later by ModernClasses.java'
      ;;
  esac
  purl=pkg:maven/$group/$name@$of?type=jar
  refs+=("$purl")
  parts+=("$(component library "$group" "$name" "$of" "$licence" "$purl" "$hash" "$note")")
done
parts+=("$(component platform '' "$(java_says IMPLEMENTOR) OpenJDK, linked" "$(java_says JAVA_RUNTIME_VERSION)" \
  'GPL-2.0-only WITH Classpath-exception-2.0' "$java" "$(sha256sum <"$runtime/lib/modules" | cut -d' ' -f1)" \
  "modules: $(java_says MODULES)")")

printf '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": 1,\n  "metadata": {\n'
printf '    "timestamp": "%s",\n    "component":\n' "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)"
component application dev.dialtone dialtone "$version" Apache-2.0 "$own"
printf '\n  },\n  "components": [\n'
for i in "${!parts[@]}"; do
  [ "$i" -eq 0 ] || printf ',\n'
  printf '%s' "${parts[i]}"
done
printf '\n  ],\n  "dependencies": [\n    {\n      "ref": "%s",\n      "dependsOn": [' "$own"
for i in "${!refs[@]}"; do
  [ "$i" -eq 0 ] || printf ','
  printf '\n        "%s"' "${refs[i]}"
done
printf '\n      ]\n    }\n  ]\n}\n'
