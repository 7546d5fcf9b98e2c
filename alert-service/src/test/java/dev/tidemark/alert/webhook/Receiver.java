package dev.tidemark.alert.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import java.util.UUID;

/** A receiver of webhooks that answers as told, one path a test. */
final class Receiver {

  private static final WireMockServer SERVER = started();

  private final String path = "/" + UUID.randomUUID();

  private static WireMockServer started() {
    WireMockServer server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    return server;
  }

  static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  static int port() {
    return SERVER.port();
  }

  String path() {
    return path;
  }

  String url() {
    return "http://127.0.0.1:" + SERVER.port() + path;
  }

  /** Answers the first requests as told, one after the other, and all others with the last. */
  Receiver answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      String next = Integer.toString(Math.min(i + 1, answers.length - 1));
      SERVER.stubFor(
          post(urlEqualTo(path))
              .inScenario(path)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : Integer.toString(i))
              .willSetStateTo(next)
              .willReturn(answers[i]));
    }
    if (answers.length == 1) {
      SERVER.stubFor(
          post(urlEqualTo(path)).inScenario(path).whenScenarioStateIs("0").willReturn(answers[0]));
    }
    return this;
  }

  /** What came, in order. */
  List<LoggedRequest> requests() {
    return SERVER.getAllServeEvents().reversed().stream()
        .map(ServeEvent::getRequest)
        .filter(request -> request.getUrl().equals(path))
        .toList();
  }
}
