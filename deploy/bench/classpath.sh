# What runs the engine in-process needs on its class path. Sourced after deploy/local/build.sh, with $root set.
classpath="$root/deploy/bench/target/classes:$root/deploy/bench/target/lib/*"
for module in baseline-service scoring-service proto; do
  classpath="$classpath:$root/$module/target/classes"
done
