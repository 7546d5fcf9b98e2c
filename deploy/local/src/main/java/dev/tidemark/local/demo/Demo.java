package dev.tidemark.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.local.Console;
import dev.tidemark.local.client.Tidemark;
import dev.tidemark.local.demo.WebhookReceiver.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The main job, from an empty installation to a delivered alert. */
public final class Demo {

  private static final String JOB = "high_count_network_events";
  private static final String RULE = "spike-in-network-traffic";
  private static final String OPENED = "alert.opened";
  private static final long SEED = 20_260_101;
  private static final Duration LATENESS = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration ATTACK = Duration.ofSeconds(6);
  private static final Duration ALERT_WITHIN = Duration.ofSeconds(60);
  private static final int TIMES_USUAL = 7;
  private static final int SMALLEST_ATTACK = 1_200;

  private final Tidemark tidemark;
  private final WebhookReceiver receiver;
  private final Scenario scenario;
  private final Console console;
  private final Office office = new Office(SEED);

  /**
   * A demo on a new installation.
   *
   * @param scenario exfiltration, scan or flood
   */
  public Demo(Tidemark tidemark, WebhookReceiver receiver, String scenario, Console console) {
    this.tidemark = tidemark;
    this.receiver = receiver;
    this.scenario = Scenario.named(scenario);
    this.console = console;
  }

  /** Throws if there is no scenario of this name; the message says which there are. */
  public static void checkScenario(String name) {
    Scenario.named(name);
  }

  /** Plays it. True if the attack was alerted, once, and nothing else was. */
  public boolean run() {
    prepare();
    console.say("");
    console.say("Four weeks of history, as a backfill:");
    History history = new History(tidemark, JOB, office, console);
    Instant sentUntil = history.play();
    console.say(
        String.format(Locale.ROOT, "  %,d events learned. The job is live.", history.sent()));
    try (LiveTraffic traffic = new LiveTraffic(tidemark.ingest(), office, sentUntil)) {
      traffic.start();
      return live(traffic);
    }
  }

  private void prepare() {
    JsonNode webhook =
        tidemark
            .alert()
            .post(
                "/api/v1/webhooks",
                Map.of("name", "the demo's receiver", "url", receiver.url().toString()))
            .orThrow();
    receiver.trust(webhook.path("secret").asText());
    console.say("Webhook registered: " + receiver.url());
    console.progress("rule", 0, 1, RULE + " starts its job");
    Tidemark.await(
        "rule " + RULE + " starts its job " + JOB,
        Duration.ofSeconds(90),
        () ->
            tidemark.job(JOB).map(job -> job.path("state").asText().equals("live")).orElse(false));
    console.progress("rule", 1, 1, RULE + " has started its job");
    console.progressDone();
    tidemark.patchJob(JOB, Map.of("allowed_lateness", LATENESS.toSeconds() + "s"));
  }

  private boolean live(LiveTraffic traffic) {
    console.say("");
    console.say("Live traffic:");
    watch(traffic, "usual   ", QUIET);
    awaitRoom(traffic);
    if (!receiver.received().isEmpty()) {
      console.say("FAILED: an alert without an attack.");
      return false;
    }
    int count = attackSize(Instant.now());
    Instant begin = Instant.now();
    console.say(
        String.format(
            Locale.ROOT,
            "  Attack (%s): %s; %,d events.",
            scenario.word(),
            scenario.story(),
            count));
    traffic.attack(scenario.flows(SEED, begin, ATTACK, count));
    boolean alerted = awaitAlert(traffic, begin);
    watch(traffic, "watching", QUIET);
    return verdict(alerted);
  }

  private boolean awaitAlert(LiveTraffic traffic, Instant begin) {
    long deadline = System.nanoTime() + ALERT_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      for (Notification notification : receiver.received()) {
        if (notification.type().equals(OPENED)) {
          console.progressDone();
          announce(notification, begin);
          return true;
        }
      }
      console.progress(
          "attack  ",
          Duration.between(begin, Instant.now()).toMillis(),
          ALERT_WITHIN.toMillis(),
          traffic.sent() + " events live, waiting for the webhook");
      Tidemark.pause(Duration.ofMillis(50));
    }
    console.progressDone();
    return false;
  }

  private void announce(Notification notification, Instant begin) {
    console.say(
        String.format(
            Locale.ROOT,
            "  Webhook received %.1f s after the attack's first event, its signature is valid.",
            Duration.between(begin, notification.at()).toMillis() / 1e3));
    console.say("");
    AlertPrinter.lines(notification.data()).forEach(console::say);
    console.say("");
  }

  /** An attack should fall into one bucket whose predecessor is closed. */
  private void awaitRoom(LiveTraffic traffic) {
    Instant edge = History.floor(Instant.now()).plus(Office.SPAN);
    Duration left = Duration.between(Instant.now(), edge);
    if (left.compareTo(ATTACK.plus(QUIET).plus(QUIET)) < 0) {
      console.say("  A bucket ends now: waiting until it is closed.");
      watch(traffic, "usual   ", left.plus(LATENESS).plusSeconds(5));
    }
  }

  private void watch(LiveTraffic traffic, String what, Duration length) {
    Instant end = Instant.now().plus(length);
    while (Instant.now().isBefore(end)) {
      long left = Duration.between(Instant.now(), end).toMillis();
      console.progress(
          what, length.toMillis() - left, length.toMillis(), traffic.sent() + " events live");
      Tidemark.pause(Duration.ofMillis(250));
    }
    console.progressDone();
  }

  private int attackSize(Instant now) {
    return (int) Math.max(SMALLEST_ATTACK, TIMES_USUAL * office.expected(now));
  }

  private boolean verdict(boolean alerted) {
    List<JsonNode> alerts = tidemark.alert().all("/api/v1/alerts", "alerts");
    long opened = receiver.received().stream().filter(told -> told.type().equals(OPENED)).count();
    if (!alerted) {
      console.say("FAILED: no alert within " + ALERT_WITHIN.toSeconds() + " s.");
    } else if (alerts.size() != 1 || opened != 1) {
      console.say(
          "FAILED: expected one alert, told once; there are "
              + alerts.size()
              + " alerts, told "
              + opened
              + " times:");
      alerts.forEach(alert -> console.say("  " + alert.path("summary").asText()));
    } else if (receiver.forged() > 0) {
      console.say("FAILED: " + receiver.forged() + " requests without a valid signature.");
    } else {
      console.say("OK: the attack was alerted, once, and nothing else was.");
      return true;
    }
    return false;
  }
}
