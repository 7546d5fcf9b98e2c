package dev.tidemark.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Kql;
import dev.tidemark.proto.job.v1.Cidr;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Filters;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Range;
import dev.tidemark.proto.job.v1.Terms;
import dev.tidemark.proto.job.v1.Wildcard;
import org.junit.jupiter.api.Test;

class JobDecoderTest {

  private static Condition decoded(Filter filter) {
    Job job =
        Job.newBuilder()
            .setId("a")
            .setUid("uid")
            .setBucketSpanS(60)
            .setShards(1)
            .setState(JobState.JOB_STATE_LIVE)
            .addDetectors(Detector.newBuilder().setFunction(Function.FUNCTION_COUNT))
            .setFilter(filter)
            .build();
    return JobDecoder.decode("a", job.toByteArray()).filter();
  }

  private static Filter range(Range.Builder range) {
    return Filter.newBuilder().setRange(range).build();
  }

  private static Filter cidr(String network) {
    return Filter.newBuilder()
        .setCidr(Cidr.newBuilder().setField("ip").setNetwork(network))
        .build();
  }

  @Test
  void everyConditionIsRead() {
    Filter terms =
        Filter.newBuilder()
            .setTerms(Terms.newBuilder().setField("port").addValues("53").addValues("443"))
            .build();
    Filter wildcard =
        Filter.newBuilder()
            .setWildcard(Wildcard.newBuilder().setField("name").setPattern("*.exe"))
            .build();
    Filter any =
        Filter.newBuilder()
            .setAny(
                Filters.newBuilder()
                    .addFilters(cidr("10.1.2.3/8"))
                    .addFilters(wildcard)
                    .addFilters(Filter.newBuilder().setExists("host")))
            .build();
    Filter all =
        Filter.newBuilder()
            .setAll(
                Filters.newBuilder()
                    .addFilters(terms)
                    .addFilters(range(Range.newBuilder().setField("bytes").setGt("1").setLte("9")))
                    .addFilters(Filter.newBuilder().setNot(any)))
            .build();
    assertThat(Kql.format(decoded(all)))
        .isEqualTo(
            "port : (\"53\" or \"443\") and (bytes > 1 and bytes <= 9) and not"
                + " (ip : \"10.0.0.0/8\" or name : *.exe or host : *)");
  }

  @Test
  void whatIsUnknownOrCannotBeIsRefused() {
    assertThatThrownBy(() -> decoded(Filter.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown condition");
    assertThatThrownBy(() -> decoded(cidr("10.0.0.0/64"))).hasMessageContaining("0 to 32 bits");
    assertThatThrownBy(() -> decoded(range(Range.newBuilder().setField("a"))))
        .hasMessageContaining("at least one bound");
    assertThatThrownBy(
            () -> decoded(range(Range.newBuilder().setField("a").setGt("1").setGte("1"))))
        .hasMessageContaining("two bounds on one side");
    assertThatThrownBy(() -> decoded(range(Range.newBuilder().setField("a").setGt("x"))))
        .hasMessageContaining("no bound of a range");
  }
}
