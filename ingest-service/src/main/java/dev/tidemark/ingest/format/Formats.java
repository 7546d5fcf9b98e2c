package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.BodyFormat;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The mappings of all formats, compiled for the fields that jobs need. Immutable: one serves all
 * bodies.
 */
public final class Formats {

  private final FieldTable fields;
  private final EcsMapping ecs;
  private final ZeekMapping zeek;
  private final VpcMapping vpc;
  private final Mapping[] documents;
  private final int[] marks;

  private Formats(Slots slots) {
    NetworkFields network = new NetworkFields(slots);
    ecs = new EcsMapping(slots);
    zeek = new ZeekMapping(slots, network);
    vpc = new VpcMapping(slots, network);
    documents =
        new Mapping[] {
          new PmacctMapping(slots, network),
          new Goflow2Mapping(slots, network),
          new SuricataMapping(slots, network),
          zeek,
          new LogstashNetflowMapping(slots, network)
        };
    marks =
        Arrays.stream(documents).flatMapToInt(mapping -> Arrays.stream(mapping.marks())).toArray();
    fields = slots.build();
  }

  /** Mappings to these ECS fields, and those that are always needed. */
  public static Formats of(Collection<String> fields) {
    return new Formats(new Slots(fields));
  }

  /** The fields that are read, under ECS names and under those of the sources. */
  public FieldTable fields() {
    return fields;
  }

  /**
   * A body that has not begun.
   *
   * @param requested what its documents and lines must be of
   */
  public BodyFormat body(Format requested) {
    return new FormatBody(this, requested);
  }

  EcsMapping ecs() {
    return ecs;
  }

  ZeekMapping zeek() {
    return zeek;
  }

  VpcMapping vpc() {
    return vpc;
  }

  /**
   * The format of a document by its own fields. It comes before {@code @timestamp}: shippers add
   * one, of the time at which they read a line.
   */
  @Nullable Mapping recognised(EcsEvent event) {
    for (int mark : marks) {
      if (event.value(mark) != null) {
        return marked(event);
      }
    }
    return null;
  }

  private @Nullable Mapping marked(EcsEvent event) {
    for (Mapping mapping : documents) {
      if (mapping.recognises(event)) {
        return mapping;
      }
    }
    return null;
  }
}
