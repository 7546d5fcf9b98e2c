package dev.tidemark.ingest.http;

import dev.tidemark.ingest.http.Admission.Admitted;
import dev.tidemark.ingest.http.Admission.Manners;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The doors that look like Elasticsearch's, so that an agent's {@code elasticsearch} output needs a
 * new address and nothing else. They stand at the root, where every client looks, and once more
 * below {@value #PREFIX}, for those that share a host name with others by path.
 */
@Singleton
class EsRoutes {

  static final String FILTER_PATH = "filter_path";

  private static final String INDEX = "index";
  private static final String ID = "id";

  private static final String PREFIX = "/es";

  /**
   * What clients add. Only the first one changes anything: there is nothing to refresh or route.
   */
  private static final Manners MANNERS =
      new Manners(
          ErrorShape.ELASTICSEARCH,
          Set.of(
              FILTER_PATH,
              INDEX, // those of the path stand among those of the query
              ID,
              "refresh",
              "timeout",
              "pipeline",
              "require_alias",
              "require_data_stream",
              "routing",
              "wait_for_active_shards",
              "list_executed_pipelines",
              "include_source_on_error",
              "op_type",
              "type",
              "version",
              "version_type",
              "if_seq_no",
              "if_primary_term",
              "_source",
              "_source_includes",
              "_source_excludes",
              "pretty",
              "human",
              "error_trace",
              "format"));

  private final Admission admission;
  private final Intakes intakes;
  private final EsHandshake handshake;

  EsRoutes(Admission admission, Intakes intakes, EsHandshake handshake) {
    this.admission = admission;
    this.intakes = intakes;
    this.handshake = handshake;
  }

  void register(@Observes Router router) {
    for (String prefix : List.of("", PREFIX)) {
      for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT)) {
        router.route(method, prefix + "/_bulk").handler(this::bulk);
        router.route(method, prefix + "/:index/_bulk").handler(this::bulk);
        router.route(method, prefix + "/:index/_doc").handler(this::document);
        router.route(method, prefix + "/:index/_doc/:id").handler(this::document);
        router.route(method, prefix + "/:index/_create/:id").handler(this::document);
      }
    }
    // What an index is called at the root must not hide the service's own pages.
    router.get("/").handler(handshake::answer);
    router.head("/").handler(handshake::answer);
    router.routeWithRegex("/_.*").handler(handshake::answer);
    router.routeWithRegex("/(?!q/|api/|es/)[^/]+/_.*").handler(handshake::answer);
    router.headWithRegex("/(?!q$|api$|es$)[^/]+").handler(handshake::answer);
    router.putWithRegex("/(?!q$|api$|es$)[^/]+").handler(handshake::answer);
    router.route(PREFIX).handler(handshake::answer);
    router.route(PREFIX + "/*").handler(handshake::answer);
  }

  /** The path as a client means it, without the prefix. */
  static String path(RoutingContext context) {
    String path = context.normalizedPath();
    if (path.equals(PREFIX) || path.startsWith(PREFIX + "/")) {
      path = path.substring(PREFIX.length());
    }
    return path.isEmpty() ? "/" : path;
  }

  private void bulk(RoutingContext context) {
    String index = parameter(context, INDEX);
    read(context, admitted -> new BulkReception(intakes, admitted, index));
  }

  private void document(RoutingContext context) {
    String index = parameter(context, INDEX);
    String id = parameter(context, ID);
    read(context, admitted -> new DocumentReception(intakes, admitted, index, id));
  }

  private void read(RoutingContext context, Function<Admitted, Reception> reception) {
    admission.admit(
        context, MANNERS, admitted -> admission.read(admitted, () -> reception.apply(admitted)));
  }

  private static String parameter(RoutingContext context, String name) {
    String value = context.pathParam(name);
    return value == null ? "" : value;
  }
}
