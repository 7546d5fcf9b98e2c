# Builds what is missing or older than its sources, then runs a command of dev.tidemark.local.Main.
# Sourced by up, down, demo and replay with $command set.
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/.mvn/find-jdk.sh"

modules="proto deploy/embedded ingest-service baseline-service scoring-service alert-service deploy/local"
stamp="$root/deploy/local/target/built"

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

if ! built; then
  echo "Building Tidemark (about a minute the first time) ..."
  list=$(echo "$modules" | tr ' ' ',')
  (cd "$root" && ./mvnw -q -Dstyle.color=never -T2 package -Dmaven.test.skip=true -pl "$list") || { echo "The build failed." >&2; exit 1; }
  touch "$stamp"
fi

terminal=false
if [ -t 1 ]; then terminal=true; fi

exec "$JAVA_HOME/bin/java" -Xmx320m -XX:+UseSerialGC -XX:TieredStopAtLevel="${tier:-1}" \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dtidemark.home="$root" -Dtidemark.terminal="$terminal" \
  -cp "$root/deploy/local/target/classes:$root/deploy/local/target/lib/*" \
  dev.tidemark.local.Main "$command" "$@"
