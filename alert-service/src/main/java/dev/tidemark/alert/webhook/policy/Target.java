package dev.tidemark.alert.webhook.policy;

/**
 * Where a webhook is.
 *
 * @param tls whether it is https
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 * @param path path and query, beginning with a slash
 */
public record Target(boolean tls, String host, int port, String path) {}
