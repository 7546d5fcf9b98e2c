package dev.tidemark.alert.webhook;

import dev.tidemark.alert.ops.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** Errors of the webhook interface, as RFC 9457 problems. */
final class WebhookProblems {

  private WebhookProblems() {}

  static HttpProblem invalid(String pointer, String detail) {
    return Problems.of("invalid-webhook", "Invalid webhook", Status.BAD_REQUEST, detail)
        .with("pointer", pointer)
        .build();
  }

  static HttpProblem refused(String detail) {
    return Problems.of(
            "webhook-target-refused", "Webhook target refused", Status.BAD_REQUEST, detail)
        .with("pointer", "/url")
        .build();
  }

  static HttpProblem noWebhook(String id) {
    return Problems.of(
            "webhook-not-found",
            "No such webhook",
            Status.NOT_FOUND,
            "there is no webhook '" + id + "'; GET /api/v1/webhooks lists them")
        .build();
  }

  static HttpProblem noDelivery(String id) {
    return Problems.of(
            "delivery-not-found",
            "No such delivery",
            Status.NOT_FOUND,
            "there is no delivery '" + id + "'; GET /api/v1/webhooks/{id}/deliveries lists them")
        .build();
  }

  static HttpProblem conflict(String code, String title, String detail) {
    return Problems.of(code, title, Status.CONFLICT, detail).build();
  }
}
