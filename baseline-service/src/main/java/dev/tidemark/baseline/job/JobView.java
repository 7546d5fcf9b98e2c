package dev.tidemark.baseline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidemark.baseline.definition.Job;
import dev.tidemark.baseline.definition.JobDefinition;
import dev.tidemark.baseline.definition.Spans;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as REST shows it. Of these, a client sets those up to {@code modelPlot}.
 *
 * @param id a person's name for it
 * @param name shown to people
 * @param description shown to people
 * @param bucketSpan such as {@code 15m}
 * @param counts {@code events} or {@code flows}
 * @param filter which events count, as it was written; absent: all
 * @param detectors what is computed
 * @param influencers event fields whose values are held responsible
 * @param shards parts that are worked on independently
 * @param timeZone IANA time zone
 * @param allowedLateness such as {@code 2m}
 * @param recordThreshold 0 to 100
 * @param customRule results to skip
 * @param liveness which events show that the source is alive, as it was written; absent: any
 * @param modelPlot whether every bucket's typical and bounds are kept for plots
 * @param uid one creation's identity
 * @param state closed, live or backfilling
 * @param liveFrom live events from this time on count
 * @param revision grows with every change; the ETag
 * @param backfillId the running backfill
 * @param shipped whether Tidemark ships it
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record JobView(
    String id,
    String name,
    String description,
    String bucketSpan,
    @Schema(
            enumeration = {"events", "flows"},
            defaultValue = "events",
            description =
                "With flows, only final reports of flows count, and each flow once in a bucket.")
        String counts,
    @Schema(
            implementation = Object.class,
            description =
                "Which events count; absent: all. A text is KQL, such as 'event.category : network and not source.ip :"
                    + " 10.0.0.0/8'; an object is Elasticsearch's query language (bool, term, terms,"
                    + " range, exists, match, match_phrase, wildcard, prefix, match_all), or all,"
                    + " any, not, exists, or field with in, range (gt, gte, lt, lte), wildcard or"
                    + " cidr. At most 64 KiB, 32 deep, 1,000 conditions. Shown as it was written.")
        @Nullable JsonNode filter,
    @Schema(
            implementation = Object[].class,
            description =
                "Each with function (count, high_count, low_count, high_non_zero_count, sum,"
                    + " high_sum, low_sum, mean, high_mean, low_mean, min, max, distinct_count,"
                    + " high_distinct_count), field unless it counts events, and optionally"
                    + " by_field and partition_field. high_ functions find values above the usual,"
                    + " low_ functions below, the others both.")
        JsonNode detectors,
    List<String> influencers,
    int shards,
    String timeZone,
    String allowedLateness,
    double recordThreshold,
    @Schema(
            implementation = Object.class,
            description =
                "Skips results below minimum_actual, or below minimum_factor times typical; low"
                    + " results where typical is below minimum_actual, or below minimum_factor"
                    + " times actual.")
        JsonNode customRule,
    @Schema(
            implementation = Object.class,
            description =
                "Which events show that the source is alive; absent: any. A text is KQL, such as 'event.category : network and not source.ip :"
                    + " 10.0.0.0/8'; an object is Elasticsearch's query language (bool, term, terms,"
                    + " range, exists, match, match_phrase, wildcard, prefix, match_all), or all,"
                    + " any, not, exists, or field with in, range (gt, gte, lt, lte), wildcard or"
                    + " cidr. At most 64 KiB, 32 deep, 1,000 conditions. Shown as it was written.")
        @Nullable JsonNode liveness,
    boolean modelPlot,
    String uid,
    String state,
    @Nullable Instant liveFrom,
    long revision,
    @Nullable String backfillId,
    boolean shipped,
    Instant createdAt,
    Instant updatedAt) {

  /** Copies the influencers. */
  public JobView {
    influencers = List.copyOf(influencers);
  }

  static JobView of(Job job) {
    JobDefinition definition = job.definition();
    JsonNode document = JobDocument.write(definition);
    return new JobView(
        job.id(),
        definition.name(),
        definition.description(),
        Spans.format(definition.bucketSpan().length()),
        definition.counts().text(),
        document.get("filter"),
        document.path("detectors"),
        definition.influencers(),
        definition.shards(),
        definition.timeZone().getId(),
        Spans.format(definition.allowedLateness()),
        definition.recordThreshold(),
        document.path("custom_rule"),
        document.get("liveness"),
        definition.modelPlot(),
        job.uid().toString(),
        job.state().name().toLowerCase(Locale.ROOT),
        job.liveFrom(),
        job.revision(),
        job.backfillId() == null ? null : job.backfillId().toString(),
        job.shipped(),
        job.createdAt(),
        job.updatedAt());
  }
}
