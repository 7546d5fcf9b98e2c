package dev.tidemark.ingest.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * The limit of what this process could take: HTTP and Jackson's streaming parser over NDJSON, one
 * parser a body, no value looked at, everything else left out. Answers the number of documents.
 */
@Singleton
@IfBuildProperty(name = "tidemark.bench", stringValue = "true")
class LimitRoute {

  private final JsonFactory json = new JsonFactory();

  void register(@Observes Router router) {
    router.post("/bench/limit").handler(context -> take(context.request()));
  }

  private void take(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(body::appendBuffer);
    request.endHandler(end -> answer(request, body.getBytes()));
    request.resume();
  }

  private void answer(HttpServerRequest request, byte[] body) {
    try {
      request.response().end(Long.toString(documents(body)));
    } catch (IOException e) {
      request.response().setStatusCode(400).end(String.valueOf(e.getMessage()));
    }
  }

  private long documents(byte[] body) throws IOException {
    long documents = 0;
    try (JsonParser parser = json.createParser(body)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd() && --depth == 0) {
          documents++;
        }
      }
    }
    return documents;
  }
}
