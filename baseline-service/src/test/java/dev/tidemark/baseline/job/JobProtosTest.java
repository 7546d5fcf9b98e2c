package dev.tidemark.baseline.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.definition.Job;
import dev.tidemark.proto.job.v1.Filter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobProtosTest {

  private static dev.tidemark.proto.job.v1.Job proto(String filter) {
    String body =
        "{\"id\":\"a\",\"detectors\":[{\"function\":\"count\"}],\"filter\":" + filter + "}";
    var definition = JobDocument.read(JobDocument.object(body.getBytes(StandardCharsets.UTF_8)));
    return JobProtos.job(Job.created(new UUID(0, 1), definition, false, Instant.EPOCH));
  }

  @Test
  void everyConditionTravels() {
    String kql =
        "ip : 10.1.2.3/8 and not name : *beat? and bytes >= 1.5 and port < 9 and (a : * or b : (c or d))";
    List<Filter> all = proto("\"" + kql + "\"").getFilter().getAll().getFiltersList();
    assertThat(all.get(0).getCidr().getNetwork()).isEqualTo("10.0.0.0/8");
    assertThat(all.get(1).getNot().getWildcard().getPattern()).isEqualTo("*beat\\?");
    assertThat(all.get(2).getRange().getGte()).isEqualTo("1.5");
    assertThat(all.get(3).getRange().getLt()).isEqualTo("9");
    assertThat(all.get(3).getRange().getGte()).isEmpty();
    List<Filter> any = all.get(4).getAny().getFiltersList();
    assertThat(any.get(0).getExists()).isEqualTo("a");
    assertThat(any.get(1).getTerms().getValuesList()).containsExactly("c", "d");
  }

  @Test
  void theDeepestFilterCanBeReadAgain() throws Exception {
    String deepest = "a : b";
    for (int i = 0; i < 15; i++) {
      deepest = "not (" + deepest + " and c : " + i + ")";
    }
    var job = proto("\"" + deepest + "\"");
    assertThat(dev.tidemark.proto.job.v1.Job.parseFrom(job.toByteArray())).isEqualTo(job);
  }

  @Test
  void whatAsksNothingIsNotSent() {
    assertThat(proto("{\"match_all\":{}}").hasFilter()).isFalse();
    assertThat(proto("null").hasFilter()).isFalse();
  }
}
