package dev.tidemark.alert.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jboss.logging.Logger;

/** The rules that Tidemark comes with; created at the first start, and the users' from then on. */
@ApplicationScoped
public class ShippedRules {

  /** Id of the rule about spikes. */
  public static final String SPIKE = "spike-in-network-traffic";

  /** Id of the rule about missing data. */
  public static final String NO_DATA = "job-receives-no-data";

  private static final Logger LOG = Logger.getLogger(ShippedRules.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RuleRepository rules;

  ShippedRules(RuleRepository rules) {
    this.rules = rules;
  }

  /** Creates those that were never there. */
  public Uni<Void> ship() {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (String id : List.of(SPIKE, NO_DATA)) {
      done =
          done.chain(() -> rules.ship(id, definition(id)))
              .invoke(is -> log(id, is))
              .replaceWithVoid();
    }
    return done;
  }

  private static void log(String id, boolean created) {
    if (created) {
      LOG.infof("shipped rule created rule=%s", id);
    }
  }

  static RuleDefinition definition(String id) {
    String resource = "/rules/" + id + ".json";
    try (InputStream in = ShippedRules.class.getResourceAsStream(resource)) {
      return JSON.readValue(in, RuleDefinition.class).checked();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource, e);
    }
  }
}
