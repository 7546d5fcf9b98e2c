package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.BodyFormat;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.event.Verdict.Fault;
import dev.tidemark.ingest.event.Verdict.Plain;
import org.jspecify.annotations.Nullable;

/** One body's documents and lines: recognises the format of each, and remembers headers. */
final class FormatBody implements BodyFormat, Mapping.Context {

  private final Formats formats;
  private final Format requested;
  private ZeekLines zeek;
  private VpcLines vpc;
  private @Nullable CommunityId communityId;
  private long arrivalMillis = TimeBounds.NO_ARRIVAL;
  private boolean zeekHeaderLast;
  private Format latest = Format.ECS;

  FormatBody(Formats formats, Format requested) {
    this.formats = formats;
    this.requested = requested;
    zeek = new ZeekLines(formats.fields());
    vpc = new VpcLines(formats.fields());
  }

  @Override
  public FieldTable fields() {
    return formats.fields();
  }

  @Override
  public long arrivalMillis() {
    return arrivalMillis;
  }

  @Override
  public CommunityId communityId() {
    CommunityId known = communityId;
    if (known == null) {
      known = new CommunityId();
      communityId = known;
    }
    return known;
  }

  @Override
  public Verdict document(EcsEvent event, TimeBounds bounds) {
    Mapping own = formats.recognised(event);
    latest = own == null ? Format.ECS : own.format();
    EcsMapping ecs = formats.ecs();
    boolean asEcs = requested == Format.ECS && (own == null || ecs.recognises(event));
    if (asEcs || (requested == Format.AUTO && own == null)) {
      latest = Format.ECS;
      return ecs.map(event, this);
    }
    Format found = own != null ? own.format() : ecs.recognises(event) ? Format.ECS : null;
    if (own == null || (requested != Format.AUTO && found != requested)) {
      return wrong(found);
    }
    arrivalMillis = bounds.arrivalMillis();
    return own.map(event, this);
  }

  private Verdict wrong(@Nullable Format found) {
    String is = found == null ? "this is not of it" : "this is of format " + found.text();
    return new Fault(
        null,
        RejectReason.WRONG_FORMAT,
        "format " + requested.text() + " was asked for, and " + is);
  }

  @Override
  public Verdict line(byte[] buffer, int from, int to, EcsEvent event, TimeBounds bounds) {
    arrivalMillis = bounds.arrivalMillis();
    if (buffer[from] == '#') {
      return comment(buffer, from, to);
    }
    if (zeekHeaderLast && zeek.isRow(buffer, from, to)) {
      zeek.read(buffer, from, to, event);
      return row(formats.zeek(), event);
    }
    if (vpc.header(buffer, from, to)) {
      zeekHeaderLast = false;
      return Plain.HEADER;
    }
    if (vpc.isRow(buffer, from, to)) {
      vpc.read(buffer, from, to, event);
      return row(formats.vpc(), event);
    }
    return zeekHeaderLast || vpc.hasHeader() ? malformed() : unknown();
  }

  private Verdict comment(byte[] buffer, int from, int to) {
    int headers = zeek.headers();
    if (!zeek.header(buffer, from, to)) {
      return unknown();
    }
    zeekHeaderLast |= zeek.headers() > headers;
    return Plain.HEADER;
  }

  private Verdict row(Mapping mapping, EcsEvent event) {
    latest = mapping.format();
    boolean asked = requested == Format.AUTO || requested == mapping.format();
    return asked ? mapping.map(event, this) : wrong(mapping.format());
  }

  private Verdict malformed() {
    return new Fault(
        null,
        RejectReason.MALFORMED_ROW,
        "the line has not the "
            + (zeekHeaderLast
                ? zeek.columns() + " columns of the #fields"
                : "columns of the header")
            + " line above it");
  }

  private Verdict unknown() {
    return switch (requested) {
      case ZEEK ->
          wrongLine("JSON, or lines of TSV that begin with Zeek's # header, were expected");
      case VPC ->
          wrongLine(
              "lines of flow logs were expected: a header with the names of the fields, or the 14"
                  + " fields of the default format, or all 29 in AWS's order");
      default -> Plain.UNKNOWN;
    };
  }

  private Verdict wrongLine(String expected) {
    return new Fault(
        null,
        RejectReason.WRONG_FORMAT,
        "format " + requested.text() + " was asked for: " + expected);
  }

  @Override
  public void begin() {
    if (zeek.headers() > 0 || vpc.hasHeader()) {
      zeek = new ZeekLines(formats.fields());
      vpc = new VpcLines(formats.fields());
      zeekHeaderLast = false;
    }
  }

  @Override
  public String latest() {
    return latest.text();
  }

  @Override
  public boolean mustBeText(byte first) {
    return first == '#' || zeekHeaderLast || vpc.hasHeader();
  }
}
