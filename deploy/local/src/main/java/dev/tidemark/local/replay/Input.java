package dev.tidemark.local.replay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;

/**
 * What is played, cut into slices of time. A slice holds every event of its time, and the times at
 * which the source was alive.
 */
sealed interface Input {

  /** Time of the first event or bucket. */
  Instant first();

  /** Nothing is later than this. */
  Instant last();

  /** How many events there are. */
  long total();

  /**
   * Slices in order.
   *
   * @param span length of a bucket as it is played
   * @param clock where a time of the file is played
   * @param events a slice ends at a bucket edge after about so many
   */
  Iterator<Slice> slices(Duration span, UnaryOperator<Instant> clock, int events);

  /**
   * Part of the input.
   *
   * @param until exclusive end of its time, a bucket edge
   * @param lines its events in time order
   * @param alive times of heartbeats
   */
  record Slice(Instant until, List<Line> lines, List<Instant> alive) {}

  /**
   * An event as it is sent.
   *
   * @param at its time as it is played
   * @param json the document
   */
  record Line(Instant at, String json) {

    static byte[] ndjson(List<Line> lines) {
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append(line.json()).append('\n'));
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A count series: each row as that many events, spread evenly over its bucket. */
  record Counts(CountSeries series, Duration step) implements Input {

    @Override
    public Instant first() {
      return series.first();
    }

    @Override
    public Instant last() {
      return series.last().plus(step).minusMillis(1);
    }

    @Override
    public long total() {
      return series.total();
    }

    @Override
    public Iterator<Slice> slices(Duration span, UnaryOperator<Instant> clock, int events) {
      Iterator<CountSeries.Row> rows = series.rows().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Slice next() {
          if (!rows.hasNext()) {
            throw new NoSuchElementException();
          }
          List<Line> lines = new ArrayList<>();
          List<Instant> alive = new ArrayList<>();
          Instant until = Instant.EPOCH;
          do {
            CountSeries.Row row = rows.next();
            Instant start = clock.apply(row.start());
            alive.add(start);
            until = start.plus(span);
            spread(lines, start, span, row.count());
          } while (rows.hasNext() && lines.size() < events && alive.size() < 500);
          return new Slice(until, lines, alive);
        }
      };
    }

    private static void spread(List<Line> lines, Instant start, Duration span, long count) {
      for (long i = 0; i < count; i++) {
        Instant at = start.plusMillis(span.toMillis() * i / count);
        lines.add(
            new Line(
                at,
                "{\"@timestamp\":\""
                    + at
                    + "\",\"event\":{\"category\":[\"network\"]},\"source\":{\"ip\":\"192.0.2."
                    + (1 + i % 40)
                    + "\"},\"destination\":{\"ip\":\"198.51.100."
                    + (1 + i % 7)
                    + "\"},\"network\":{\"bytes\":500}}"));
      }
    }
  }

  /** Events as they are. */
  record Events(EventFile file) implements Input {

    @Override
    public Instant first() {
      return file.events().getFirst().at();
    }

    @Override
    public Instant last() {
      return file.events().getLast().at();
    }

    @Override
    public long total() {
      return file.events().size();
    }

    @Override
    public Iterator<Slice> slices(Duration span, UnaryOperator<Instant> clock, int events) {
      List<EventFile.Event> all = file.events();
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < all.size();
        }

        @Override
        public Slice next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          List<Line> lines = new ArrayList<>();
          long bucket = Long.MIN_VALUE;
          while (next < all.size()) {
            EventFile.Event event = all.get(next);
            long own = Math.floorDiv(clock.apply(event.at()).toEpochMilli(), span.toMillis());
            if (own != bucket && lines.size() >= events) {
              break;
            }
            bucket = own;
            lines.add(new Line(clock.apply(event.at()), event.at(clock)));
            next++;
          }
          return new Slice(Instant.ofEpochMilli((bucket + 1) * span.toMillis()), lines, List.of());
        }
      };
    }
  }
}
