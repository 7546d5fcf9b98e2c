package dev.tidemark.local;

import dev.tidemark.embedded.EmbeddedDatabase;
import dev.tidemark.embedded.EmbeddedKafka;
import dev.tidemark.embedded.FreePorts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which processes a stack has, on which ports, with which settings. */
final class StackPlan {

  private static final String HOST = FreePorts.HOST;

  private final StackOptions options;
  private final EmbeddedKafka kafka;
  private final EmbeddedDatabase database;
  private final Map<ServiceKind, List<Integer>> ports;

  StackPlan(StackOptions options, EmbeddedKafka kafka, EmbeddedDatabase database) {
    this.options = options;
    this.kafka = kafka;
    this.database = database;
    this.ports = ports(options);
  }

  /** The processes, none started, in the order in which they are to start. */
  List<ServiceProcess> services(Runnable onChange, StackListener listener) {
    List<ServiceProcess> services = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      for (int instance = 1; instance <= ports.getOrDefault(kind, List.of()).size(); instance++) {
        services.add(new ServiceProcess(spec(kind, instance), onChange, listener));
      }
    }
    return services;
  }

  private ServiceProcess.Spec spec(ServiceKind kind, int instance) {
    String name = instance == 1 ? kind.module() : kind.module() + "-" + instance;
    return new ServiceProcess.Spec(
        name,
        kind,
        kind.jar(options.repository()),
        port(kind, instance),
        environment(kind, name, instance),
        options.data().resolve("logs").resolve(name + ".log"));
  }

  private Map<String, String> environment(ServiceKind kind, String name, int instance) {
    Map<String, String> all = new HashMap<>();
    all.put("QUARKUS_HTTP_HOST", HOST);
    all.put("QUARKUS_HTTP_PORT", Integer.toString(port(kind, instance)));
    all.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    all.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    switch (kind) {
      case SCORING -> {}
      case INGEST -> all.put("TIDEMARK_INGEST_INSTANCE", name);
      case BASELINE -> {
        all.putAll(database());
        all.putAll(grpc("SCORING", ServiceKind.SCORING));
      }
      case ALERT -> {
        all.putAll(database());
        all.putAll(grpc("JOBS", ServiceKind.BASELINE));
        all.put("TIDEMARK_ALERT_WEBHOOK_ALLOW_LOOPBACK", "true");
        all.put("TIDEMARK_ALERT_BASELINE_URL", url(ServiceKind.BASELINE));
        all.put("TIDEMARK_ALERT_PUBLIC_URL", url(ServiceKind.ALERT));
      }
    }
    all.putAll(options.settings().getOrDefault(kind, Map.of()));
    return all;
  }

  private Map<String, String> database() {
    Map<String, String> variables = new HashMap<>();
    database
        .quarkusProperties()
        .forEach(
            (property, value) ->
                variables.put(property.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    return variables;
  }

  private Map<String, String> grpc(String client, ServiceKind server) {
    String prefix = "QUARKUS_GRPC_CLIENTS_" + client;
    return Map.of(prefix + "_HOST", HOST, prefix + "_PORT", Integer.toString(port(server, 1)));
  }

  private String url(ServiceKind kind) {
    return "http://" + HOST + ":" + port(kind, 1);
  }

  private int port(ServiceKind kind, int instance) {
    return ports.getOrDefault(kind, List.of()).get(instance - 1);
  }

  private static Map<ServiceKind, List<Integer>> ports(StackOptions options) {
    Map<ServiceKind, List<Integer>> ports = new EnumMap<>(ServiceKind.class);
    Set<Integer> taken = new HashSet<>();
    for (ServiceKind kind : ServiceKind.values()) {
      int instances = kind == ServiceKind.BASELINE ? options.baselineInstances() : 1;
      List<Integer> ofKind = new ArrayList<>();
      for (int instance = 1; instance <= instances; instance++) {
        boolean usual = options.usualPorts() && instance == 1;
        int port = usual ? FreePorts.from(kind.defaultPort()) : FreePorts.any();
        while (!taken.add(port)) {
          port = usual ? FreePorts.from(port + 1) : FreePorts.any();
        }
        ofKind.add(port);
      }
      ports.put(kind, ofKind);
    }
    return ports;
  }
}
