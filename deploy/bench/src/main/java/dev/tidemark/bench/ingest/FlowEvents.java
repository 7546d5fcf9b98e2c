package dev.tidemark.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

/**
 * Bodies of NDJSON with flow events as Packetbeat writes them, about 600 bytes each: a few talkers
 * make most of the traffic, ports and sizes vary, times lie in the last ten minutes.
 */
final class FlowEvents {

  private static final int SOURCES = 2_000;
  private static final int DESTINATIONS = 20_000;
  private static final int ORGANIZATIONS = 200;
  private static final String[] COUNTRIES = {
    "Germany", "France", "Ireland", "United States", "Netherlands", "Japan", "Brazil", "Sweden"
  };

  private final Random random;

  FlowEvents(long seed) {
    random = new Random(seed);
  }

  /** A body of some events. */
  byte[] body(int events, Instant now) {
    StringBuilder body = new StringBuilder(events * 640);
    for (int i = 0; i < events; i++) {
      event(body, now.minusMillis(random.nextInt(600_000)));
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void event(StringBuilder out, Instant time) {
    int destination = talker(DESTINATIONS);
    int sent = 80 + random.nextInt(40_000);
    int received = 80 + random.nextInt(400_000);
    out.append("{\"@timestamp\":\"").append(time);
    out.append("\",\"agent\":{\"type\":\"packetbeat\",\"version\":\"8.14.1\",\"name\":\"sensor-");
    out.append(random.nextInt(8)).append("\"},\"ecs\":{\"version\":\"8.11.0\"},");
    out.append("\"event\":{\"action\":\"network_flow\",\"category\":[\"network\"],");
    out.append("\"dataset\":\"flow\",\"kind\":\"event\",\"type\":[\"connection\",\"end\"],");
    out.append("\"duration\":").append(1_000 + random.nextInt(2_000_000_000));
    out.append("},\"flow\":{\"final\":true,\"id\":\"EAT/////AP");
    out.append(Long.toString(random.nextLong() >>> 1, 36)).append("\"},\"source\":{\"ip\":\"10.");
    address(out, talker(SOURCES));
    out.append("\",\"port\":").append(1_024 + random.nextInt(60_000)).append(",\"bytes\":");
    out.append(sent).append(",\"packets\":").append(1 + sent / 900);
    out.append("},\"destination\":{\"ip\":\"198.");
    address(out, destination);
    out.append("\",\"port\":443,\"bytes\":").append(received).append(",\"packets\":");
    out.append(1 + received / 900).append(",\"geo\":{\"country_name\":\"");
    out.append(COUNTRIES[destination % COUNTRIES.length]);
    out.append("\"},\"as\":{\"organization\":{\"name\":\"Organization ");
    out.append(destination % ORGANIZATIONS).append("\"}}},\"network\":{\"bytes\":");
    out.append(sent + received).append(",\"transport\":\"tcp\",\"type\":\"ipv4\"}}\n");
  }

  private static void address(StringBuilder out, int number) {
    out.append(number >> 16 & 255).append('.').append(number >> 8 & 255).append('.');
    out.append(number & 255);
  }

  /** Small numbers come much more often than large ones. */
  private int talker(int number) {
    double uniform = random.nextDouble();
    return (int) (number * uniform * uniform * uniform);
  }
}
