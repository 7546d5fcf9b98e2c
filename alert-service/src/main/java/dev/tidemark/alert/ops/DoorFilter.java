package dev.tidemark.alert.ops;

import dev.tidemark.contract.ApiKeys;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stands at every REST door: who may come in, and only with parameters that mean something. */
@Provider
public class DoorFilter implements ContainerRequestFilter {

  private final Callers callers;
  private final CurrentCaller current;
  private final ResourceInfo resource;

  DoorFilter(Callers callers, CurrentCaller current, @Context ResourceInfo resource) {
    this.callers = callers;
    this.current = current;
    this.resource = resource;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    try {
      current.is(allowed(request, method.getAnnotation(Requires.class)));
      refuseUnknownParameters(request, method);
    } catch (HttpProblem problem) {
      request.abortWith(problem.toResponse());
    }
  }

  private ApiKeys.Caller allowed(ContainerRequestContext request, @Nullable Requires requires) {
    ApiKeys.Caller caller =
        callers
            .caller(request.getHeaderString("Authorization"), request.getHeaderString("X-API-Key"))
            .orElseThrow(DoorFilter::unknownCaller);
    if (requires == null || Arrays.stream(requires.value()).noneMatch(caller::may)) {
      throw Problems.of(
              "forbidden",
              "Not allowed",
              Status.FORBIDDEN,
              "API key '"
                  + caller.name()
                  + "' lacks the scope that this needs: "
                  + scopes(requires))
          .build();
    }
    return caller;
  }

  private static String scopes(@Nullable Requires requires) {
    return requires == null
        ? "none"
        : Arrays.stream(requires.value())
            .map(scope -> scope.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "));
  }

  private static HttpProblem unknownCaller() {
    return Problems.of(
            "unauthenticated",
            "API key needed",
            Status.UNAUTHORIZED,
            "Send a known API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.")
        .withHeader("WWW-Authenticate", "Bearer")
        .build();
  }

  private static void refuseUnknownParameters(ContainerRequestContext request, Method method) {
    Set<String> known = parametersOf(method);
    for (String name : request.getUriInfo().getQueryParameters().keySet()) {
      if (!known.contains(name)) {
        String rest = known.isEmpty() ? "there are none" : "known are " + String.join(", ", known);
        throw Problems.parameter(name, "query parameter '" + name + "' is unknown; " + rest);
      }
    }
  }

  private static Set<String> parametersOf(Method method) {
    return Arrays.stream(method.getParameters())
        .map(parameter -> parameter.getAnnotation(QueryParam.class))
        .filter(Objects::nonNull)
        .map(QueryParam::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
