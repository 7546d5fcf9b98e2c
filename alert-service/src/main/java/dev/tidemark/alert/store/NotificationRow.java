package dev.tidemark.alert.store;

import java.time.Instant;

/**
 * Something to be told about an alert.
 *
 * @param alertId the alert
 * @param sequence of the notification in its alert, from 1
 * @param kind opened, score_rose, severity_rose, recovered or status_changed
 * @param body the alert document as it is told
 * @param at when
 */
public record NotificationRow(String alertId, int sequence, String kind, String body, Instant at) {}
