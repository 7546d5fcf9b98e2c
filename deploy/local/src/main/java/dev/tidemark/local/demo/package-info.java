/**
 * The demo: four weeks of history, then live traffic with an attack, and the alert as it reaches a
 * webhook. All traffic is made up, from a seed; addresses are from the ranges for documentation.
 */
@NullMarked
package dev.tidemark.local.demo;

import org.jspecify.annotations.NullMarked;
