package dev.tidemark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.embedded.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** rsyslog's own Elasticsearch output delivers; only where Debian's package is installed. */
@QuarkusTest
@QuarkusTestResource(value = BackingServices.class, restrictToAnnotatedClass = false)
class RsyslogIT {

  private static final Path SCRIPT = Path.of("../deploy/e2e/clients/rsyslog.sh");
  private static final Path PLUGIN =
      Path.of("/usr/lib/" + architecture() + "-linux-gnu/rsyslog/omelasticsearch.so");

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers = "";

  @TestHTTPResource URI url = URI.create("http://localhost");

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") ? "x86_64" : name;
  }

  @Test
  void omelasticsearchDelivers() throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(PLUGIN), "rsyslog-elasticsearch is not installed");
    try (LiveJob job = LiveJob.known(servers, "rsyslog", "")) {
      // When
      Process process =
          new ProcessBuilder(
                  SCRIPT.toString(),
                  "--host",
                  url.getHost(),
                  "--port",
                  Integer.toString(url.getPort()),
                  "--lines",
                  "2000")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // Then
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(job.counted()).isEqualTo(2_000);
    }
  }
}
