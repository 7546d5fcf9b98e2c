package dev.tidemark.ingest.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a body may be written in. FORMATS.md of this module says what becomes of each. */
public enum Format {
  /** Whatever a document or line shows itself to be; the default. */
  AUTO,
  /** Elastic Common Schema, as Elastic's agents and integrations write it. */
  ECS,
  /** Suricata's EVE JSON. */
  SURICATA,
  /** Zeek's logs, as JSON or TSV. */
  ZEEK,
  /** AWS VPC flow logs, versions 2 to 5, as text. */
  VPC,
  /** JSON of goflow2. */
  GOFLOW2,
  /** JSON of pmacct's daemons. */
  PMACCT,
  /** JSON of Logstash's netflow codec. */
  LOGSTASH_NETFLOW;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name in requests and settings. */
  public String text() {
    return text;
  }

  /** The format of a name. */
  public static Optional<Format> named(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  /** All names, for a message. */
  public static String names() {
    return Arrays.stream(values()).map(Format::text).collect(Collectors.joining(", "));
  }
}
