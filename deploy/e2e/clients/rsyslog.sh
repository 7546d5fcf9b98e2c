#!/bin/sh
# Sends firewall log lines into a running ingest-service with rsyslog's omelasticsearch, as an agent would, and waits
# until they are counted. Needs Debian's rsyslog, rsyslog-elasticsearch and curl.
#   rsyslog.sh [--host 127.0.0.1] [--port 8081] [--lines 1000] [--key KEY]
set -eu
host=127.0.0.1
port=8081
lines=1000
key=none
while [ $# -gt 0 ]; do
  case "$1" in
    --host) host=$2 ;;
    --port) port=$2 ;;
    --lines) lines=$2 ;;
    --key) key=$2 ;;
    *) echo "rsyslog.sh: $1 is not known; see its first lines" >&2; exit 2 ;;
  esac
  shift 2
done
rsyslogd=$(command -v rsyslogd || echo /usr/sbin/rsyslogd)
[ -x "$rsyslogd" ] || { echo "rsyslog.sh: there is no rsyslogd; apt-get install rsyslog rsyslog-elasticsearch" >&2; exit 3; }

work=$(mktemp -d)
pid=
cleanup() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT INT TERM

# What iptables writes, one line a packet.
i=0
while [ "$i" -lt "$lines" ]; do
  echo "kernel: IN=eth0 OUT= SRC=192.0.2.$((i % 250 + 1)) DST=198.51.100.7 LEN=60 PROTO=TCP SPT=$((20000 + i)) DPT=22"
  i=$((i + 1))
done > "$work/firewall.log"

cat > "$work/rsyslog.conf" <<CONF
global(workDirectory="$work")
module(load="imfile")
module(load="omelasticsearch")
template(name="flow" type="list" option.jsonf="on") {
  property(outname="@timestamp" name="timegenerated" dateFormat="rfc3339" format="jsonf")
  constant(outname="event.category" value="network" format="jsonf")
  property(outname="source.ip" name="msg" regex.type="ERE" regex.submatch="1" regex.expression="SRC=([0-9.]+)" format="jsonf")
  property(outname="destination.ip" name="msg" regex.type="ERE" regex.submatch="1" regex.expression="DST=([0-9.]+)" format="jsonf")
  property(outname="network.bytes" name="msg" regex.type="ERE" regex.submatch="1" regex.expression="LEN=([0-9]+)" format="jsonf")
  property(outname="observer.name" name="hostname" format="jsonf")
  property(outname="message" name="msg" format="jsonf")
}
input(type="imfile" file="$work/firewall.log" tag="firewall" freshStartTail="off")
action(type="omelasticsearch" server="$host" serverport="$port" uid="rsyslog" pwd="$key"
  template="flow" searchIndex="firewall" searchType="" bulkmode="on" maxbytes="1m" errorFile="$work/errors.json"
  action.resumeRetryCount="-1" action.resumeInterval="1"
  queue.type="LinkedList" queue.size="100000" queue.dequeueBatchSize="500" queue.timeoutshutdown="10000")
CONF

taken() {
  curl -sf "http://$host:$port/q/metrics" |
    awk '/^tidemark_ingest_events_total/ { sum += $2 } END { printf "%d", sum }'
}

before=$(taken)
"$rsyslogd" -n -f "$work/rsyslog.conf" -i "$work/rsyslogd.pid" > "$work/rsyslogd.log" 2>&1 &
pid=$!
tries=0
until [ $(($(taken) - before)) -ge "$lines" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 120 ] || ! kill -0 "$pid" 2>/dev/null; then
    echo "rsyslog.sh: $(($(taken) - before)) of $lines lines arrived" >&2
    cat "$work/rsyslogd.log" "$work/errors.json" >&2 2>/dev/null || true
    exit 1
  fi
  sleep 0.5
done
echo "rsyslog delivered $(($(taken) - before)) lines"
