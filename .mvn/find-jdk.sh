# Sets JAVA_HOME to a JDK of at least version 25: the one already set, the one on the PATH, or one in the
# usual places. Ends the calling script with one line where there is none. Sourced by mvnw and deploy/*/*.

tidemark_jdk_version() { # JDK_HOME -> major version, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

tidemark_jdk_fits() { # JDK_HOME
  version=$(tidemark_jdk_version "$1")
  [ -n "$version" ] && [ "$version" -ge 25 ]
}

tidemark_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && tidemark_jdk_fits "$JAVA_HOME"; then
    return 0
  fi
  candidates=""
  if command -v javac >/dev/null 2>&1; then
    javac_path=$(command -v javac)
    javac_real=$(readlink -f "$javac_path" 2>/dev/null || echo "$javac_path")
    candidates="$(dirname "$(dirname "$javac_real")")"
  fi
  if [ -x /usr/libexec/java_home ]; then
    mac_home=$(/usr/libexec/java_home -v 25+ 2>/dev/null) && candidates="$candidates
$mac_home"
  fi
  for place in /usr/lib/jvm /usr/java /opt/java /opt/jdk "$HOME/.sdkman/candidates/java" "$HOME/.jdks" \
    "$HOME/Library/Java/JavaVirtualMachines" /Library/Java/JavaVirtualMachines; do
    for home in "$place" "$place"/* "$place"/*/Contents/Home; do
      [ -d "$home" ] && candidates="$candidates
$home"
    done
  done
  tidemark_old_ifs=$IFS
  IFS='
'
  for home in $candidates; do
    if [ -n "$home" ] && tidemark_jdk_fits "$home"; then
      IFS=$tidemark_old_ifs
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  IFS=$tidemark_old_ifs
  echo "Tidemark needs a JDK 25 or newer and found none: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  exit 1
}

tidemark_find_jdk
