# Builds what is missing or older than its sources. Sourced with $root, the checkout, set; $also names a further module.
. "$root/.mvn/find-jdk.sh"

modules="proto deploy/embedded ingest-service baseline-service scoring-service alert-service deploy/local ${also:-}"
stamp="$root/${also:-deploy/local}/target/built"

built() {
  [ -f "$stamp" ] || return 1
  for service in ingest baseline scoring alert; do
    [ -f "$root/$service-service/target/quarkus-app/quarkus-run.jar" ] || return 1
  done
  for module in $modules; do
    [ -z "$(find "$root/$module/pom.xml" "$root/$module/src/main" -newer "$stamp" -print 2>/dev/null | head -n 1)" ] || return 1
  done
  [ -z "$(find "$root/pom.xml" -newer "$stamp")" ]
}

# Two commands at once must not build over each other. A lock whose owner is gone counts for nothing.
lock="$root/.mvn/building"
until mkdir "$lock" 2>/dev/null; do
  sleep 1
  owner=$(cat "$lock/pid" 2>/dev/null || true)
  [ -z "$owner" ] || kill -0 "$owner" 2>/dev/null || rm -rf "$lock"
done
echo $$ > "$lock/pid"
trap 'rm -rf "$lock"' EXIT
if ! built; then
  echo "Building Tidemark (about a minute the first time) ..."
  list=$(echo $modules | tr ' ' ',')
  (cd "$root" && ./mvnw -q -Dstyle.color=never -T2 package -Dmaven.test.skip=true -pl "$list") || {
    echo "The build failed." >&2
    exit 1
  }
  touch "$stamp"
fi
rm -rf "$lock"
trap - EXIT
