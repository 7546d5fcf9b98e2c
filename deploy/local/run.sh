# Builds what is missing or older than its sources, then runs a command of dev.tidemark.local.Main.
# Sourced by up, down, demo and replay with $command set.
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/deploy/local/build.sh"

terminal=false
if [ -t 1 ]; then terminal=true; fi

exec "$JAVA_HOME/bin/java" -Xmx320m -XX:+UseSerialGC -XX:TieredStopAtLevel="${tier:-1}" \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dtidemark.home="$root" -Dtidemark.terminal="$terminal" \
  -cp "$root/deploy/local/target/classes:$root/deploy/local/target/lib/*" \
  dev.tidemark.local.Main "$command" "$@"
