package dev.tidemark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.event.BulkAction;
import dev.tidemark.ingest.event.BulkAction.Operation;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Rejection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkAnswerTest {

  private static String answer(@Nullable String filterPath) {
    BulkAnswer answer = new BulkAnswer("flows", FilterPath.of(filterPath));
    answer.accepted(new BulkAction(Operation.CREATE, "", ""));
    answer.accepted(new BulkAction(Operation.CREATE, "", ""));
    answer.accepted(new BulkAction(Operation.INDEX, "other", "\"1"));
    answer.rejected(
        new BulkAction(Operation.CREATE, "", ""),
        new Rejection(8, null, RejectReason.MALFORMED_JSON, "bad"));
    return answer.toJson(3).toString();
  }

  @Test
  void itemsAreInElasticsearchsForm() {
    assertThat(answer(null))
        .isEqualTo(
            """
            {"took":3,"errors":true,"items":[\
            {"create":{"_index":"flows","result":"created","status":201}},\
            {"create":{"_index":"flows","result":"created","status":201}},\
            {"index":{"_index":"other","_id":"\\"1","result":"created","status":201}},\
            {"create":{"_index":"flows","status":400,"error":{"type":"document_parsing_exception",\
            "reason":"[line 8] malformed_json: bad"}}}]}""");
    assertThat(new BulkAnswer("", FilterPath.of(null)).toJson(0).toString())
        .isEqualTo("{\"took\":0,\"errors\":false,\"items\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "errors;{\"errors\":true}",
        "took;{\"took\":3}",
        "nothing;{}",
        "errors,items.*.error.type;{\"errors\":true,\"items\":[{\"create\":{\"error\":{\"type\":\"document_parsing_exception\"}}}]}",
        "items.*.status;{\"items\":[{\"create\":{\"status\":201}},{\"create\":{\"status\":201}},{\"index\":{\"status\":201}},{\"create\":{\"status\":400}}]}"
      })
  void onlyWhatIsWantedIsTold(String filterPath, String expected) {
    assertThat(answer(filterPath)).isEqualTo(expected);
  }
}
