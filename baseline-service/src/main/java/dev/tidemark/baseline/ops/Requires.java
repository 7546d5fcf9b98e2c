package dev.tidemark.baseline.ops;

import dev.tidemark.contract.ApiKeys;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which scope a caller needs for a REST method; one of them is enough. A method without is shut.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {

  /** The scopes, each of which is enough. */
  ApiKeys.Scope[] value();
}
