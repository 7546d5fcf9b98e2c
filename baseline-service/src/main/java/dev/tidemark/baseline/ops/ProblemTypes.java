package dev.tidemark.baseline.ops;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;

/** Gives problems that the framework found (no such path, wrong media type) a type of ours. */
@ApplicationScoped
public class ProblemTypes implements ProblemPostProcessor {

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    String title = problem.getTitle();
    if (problem.getType() != null || title == null) {
      return problem;
    }
    String code = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return HttpProblem.builder(problem)
        .withType(URI.create("tag:tidemark.dev,2026:" + code))
        .build();
  }
}
