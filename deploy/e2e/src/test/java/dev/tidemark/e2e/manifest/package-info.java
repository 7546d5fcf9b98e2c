/**
 * Checks the Kubernetes manifests without a cluster. Unknown fields are errors, and what a schema
 * cannot say is a rule here.
 */
@NullMarked
package dev.tidemark.e2e.manifest;

import org.jspecify.annotations.NullMarked;
