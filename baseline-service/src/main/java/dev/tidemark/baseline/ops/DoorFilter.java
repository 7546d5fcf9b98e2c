package dev.tidemark.baseline.ops;

import dev.tidemark.contract.ApiKeys;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
      current.is(allowed(request, method));
      refuseUnknownParameters(request, method);
    } catch (Refusal refusal) {
      request.abortWith(ProblemMappers.problem(refusal));
    }
  }

  private ApiKeys.Caller allowed(ContainerRequestContext request, Method method) {
    ApiKeys.Caller caller =
        callers
            .caller(request.getHeaderString("Authorization"), request.getHeaderString("X-API-Key"))
            .orElseThrow(DoorFilter::unknownCaller);
    Requires requires = method.getAnnotation(Requires.class);
    if (requires == null || Arrays.stream(requires.value()).noneMatch(caller::may)) {
      String scopes =
          requires == null
              ? "none"
              : Arrays.stream(requires.value())
                  .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(" or "));
      throw new Refusal(
          Refusal.Code.FORBIDDEN,
          "API key '" + caller.name() + "' lacks the scope that this needs: " + scopes);
    }
    return caller;
  }

  private static Refusal unknownCaller() {
    return new Refusal(
        Refusal.Code.UNAUTHENTICATED,
        "Send a known API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.");
  }

  private static void refuseUnknownParameters(ContainerRequestContext request, Method method) {
    Set<String> sent = request.getUriInfo().getQueryParameters().keySet();
    if (sent.isEmpty()) {
      return;
    }
    Set<String> known = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      QueryParam name = parameter.getAnnotation(QueryParam.class);
      if (name != null) {
        known.add(name.value());
      }
    }
    for (String name : sent) {
      if (!known.contains(name)) {
        String rest = known.isEmpty() ? "there are none" : "known are " + String.join(", ", known);
        throw Refusal.parameter(name, "query parameter '" + name + "' is unknown; " + rest);
      }
    }
  }
}
