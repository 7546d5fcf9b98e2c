package dev.tidemark.alert.webhook;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The system's clock, until a test freezes it and moves it by hand. */
@Singleton
class MovableClock {

  private static final Clock SYSTEM = Clock.systemUTC();

  private volatile Clock clock = SYSTEM;

  synchronized void freeze() {
    clock = Clock.fixed(SYSTEM.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }

  synchronized void advance(Duration by) {
    clock = Clock.offset(clock, by);
  }

  synchronized void reset() {
    clock = SYSTEM;
  }

  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  Clock movable() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
      }

      @Override
      public Instant instant() {
        return clock.instant();
      }
    };
  }
}
