package dev.tidemark.alert.ops;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where this service and its neighbour are for people. */
@Singleton
public class Links {

  private final String baselineUrl;
  private final String publicUrl;

  /**
   * Links below two URLs.
   *
   * @param baselineUrl public base URL of baseline-service, for links to records and plots
   * @param publicUrl public base URL of this service, for links to alerts
   */
  public Links(
      @ConfigProperty(name = "tidemark.alert.baseline-url", defaultValue = "http://127.0.0.1:8082")
          String baselineUrl,
      @ConfigProperty(name = "tidemark.alert.public-url", defaultValue = "http://127.0.0.1:8084")
          String publicUrl) {
    this.baselineUrl = baselineUrl.replaceAll("/+$", "");
    this.publicUrl = publicUrl.replaceAll("/+$", "");
  }

  /** An alert. */
  public String alert(String id) {
    return publicUrl + "/api/v1/alerts/" + id;
  }

  /**
   * Something of a job in a time.
   *
   * @param what records or buckets
   * @param from RFC 3339
   * @param to RFC 3339
   */
  public String ofJob(String job, String what, String from, String to) {
    return baselineUrl + "/api/v1/jobs/" + job + "/" + what + "?from=" + from + "&to=" + to;
  }
}
