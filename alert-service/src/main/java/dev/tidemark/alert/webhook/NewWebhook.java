package dev.tidemark.alert.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is created from.
 *
 * @param name what people call it; required
 * @param url http or https; required
 * @param secret {@code whsec_} and the Base64 of 24 to 64 bytes; one is made if it is absent
 * @param rules ids of the rules whose alerts are sent; absent or empty for all
 * @param minSeverity lowest severity that is sent: low, medium, high or critical; absent for all
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NewWebhook(
    @Nullable String name,
    @Nullable String url,
    @Nullable String secret,
    @Nullable List<String> rules,
    @Nullable String minSeverity) {

  @Override
  public String toString() {
    return "NewWebhook[" + name + "]";
  }
}
