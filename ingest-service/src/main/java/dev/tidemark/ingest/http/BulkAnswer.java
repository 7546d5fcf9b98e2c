package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.BulkAction;
import dev.tidemark.ingest.event.BulkAction.Operation;
import dev.tidemark.ingest.event.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a bulk request in Elasticsearch's form, written while the documents come. An item
 * for every document, in order; those of good documents with the same action are the same bytes.
 */
final class BulkAnswer {

  private static final int CREATED = 201;
  private static final int BAD_REQUEST = 400;
  private static final String NO_INDEX = "events";

  private final String defaultIndex;
  private final FilterPath filter;
  private final Map<Operation, Members> members = new EnumMap<>(Operation.class);
  private final Buffer items = Buffer.buffer();
  private boolean anyFailed;
  private @Nullable BulkAction lastAction;
  private byte[] lastCreated = new byte[0];

  /** Which members of an item are wanted. */
  private record Members(
      boolean index, boolean id, boolean result, boolean status, boolean type, boolean reason) {
    static Members of(FilterPath filter, Operation operation) {
      String word = operation.word();
      return new Members(
          filter.wants("items", word, "_index"),
          filter.wants("items", word, "_id"),
          filter.wants("items", word, "result"),
          filter.wants("items", word, "status"),
          filter.wants("items", word, "error", "type"),
          filter.wants("items", word, "error", "reason"));
    }
  }

  /**
   * An answer without items.
   *
   * @param index the index named for the whole request; empty: none
   */
  BulkAnswer(String index, FilterPath filter) {
    defaultIndex = index.isEmpty() ? NO_INDEX : index;
    this.filter = filter;
    for (Operation operation : Operation.values()) {
      members.put(operation, Members.of(filter, operation));
    }
  }

  /** Length so far. */
  int bytes() {
    return items.length();
  }

  void accepted(BulkAction action) {
    if (!action.equals(lastAction)) {
      lastAction = action;
      lastCreated = item(action, null).getBytes();
    }
    append(lastCreated);
  }

  void rejected(BulkAction action, Rejection rejection) {
    anyFailed = true;
    append(item(action, rejection).getBytes());
  }

  /** The whole answer. */
  Buffer toJson(long tookMs) {
    Buffer answer = Buffer.buffer(items.length() + 64).appendString("{");
    if (filter.wants("took")) {
      answer.appendString("\"took\":").appendString(Long.toString(tookMs));
    }
    if (filter.wants("errors")) {
      comma(answer, 1).appendString("\"errors\":").appendString(Boolean.toString(anyFailed));
    }
    if (items.length() > 0 || filter.isEverything()) {
      comma(answer, 1).appendString("\"items\":[").appendBuffer(items).appendString("]");
    }
    return answer.appendString("}");
  }

  private void append(byte[] item) {
    if (item.length > 0) {
      comma(items, 0).appendBytes(item);
    }
  }

  private static Buffer comma(Buffer buffer, int emptyLength) {
    return buffer.length() > emptyLength ? buffer.appendString(",") : buffer;
  }

  /** Empty when the client wants nothing of it. */
  private Buffer item(BulkAction action, @Nullable Rejection rejection) {
    Members wants = members.getOrDefault(action.operation(), Members.of(filter, Operation.INDEX));
    Buffer item = Buffer.buffer("{\"" + action.operation().word() + "\":{");
    int start = item.length();
    if (wants.index()) {
      String index = action.index().isEmpty() ? defaultIndex : action.index();
      comma(item, start).appendString("\"_index\":").appendString(Json.encode(index));
    }
    if (wants.id() && !action.id().isEmpty()) {
      comma(item, start).appendString("\"_id\":").appendString(Json.encode(action.id()));
    }
    if (wants.result() && rejection == null) {
      comma(item, start).appendString("\"result\":\"created\"");
    }
    if (wants.status()) {
      int status = rejection == null ? CREATED : BAD_REQUEST;
      comma(item, start).appendString("\"status\":" + status);
    }
    if (rejection != null && (wants.type() || wants.reason())) {
      comma(item, start).appendString("\"error\":").appendString(error(wants, rejection));
    }
    return item.length() == start ? Buffer.buffer() : item.appendString("}}");
  }

  private static String error(Members wants, Rejection rejection) {
    String type = "\"type\":\"document_parsing_exception\"";
    String reason =
        "\"reason\":"
            + Json.encode(
                "[line "
                    + rejection.line()
                    + "] "
                    + rejection.reason().code()
                    + ": "
                    + rejection.detail());
    if (wants.type() && wants.reason()) {
      return "{" + type + "," + reason + "}";
    }
    return "{" + (wants.type() ? type : reason) + "}";
  }
}
