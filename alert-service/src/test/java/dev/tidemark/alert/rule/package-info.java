@NullMarked
package dev.tidemark.alert.rule;

import org.jspecify.annotations.NullMarked;
