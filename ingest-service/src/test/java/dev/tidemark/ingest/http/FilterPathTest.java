package dev.tidemark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilterPathTest {

  @Test
  void whatClientsSendIsHonoured() {
    FilterPath beats = FilterPath.of("errors,items.*.error,items.*.status");
    assertThat(beats.wants("errors")).isTrue();
    assertThat(beats.wants("took")).isFalse();
    assertThat(beats.wants("items", "create", "status")).isTrue();
    assertThat(beats.wants("items", "create", "error", "reason")).isTrue();
    assertThat(beats.wants("items", "index", "_index")).isFalse();
  }

  @Test
  void patternsMayHaveStarsAnywhereAndTakeAway() {
    assertThat(FilterPath.of(null).isEverything()).isTrue();
    assertThat(FilterPath.of(" ").wants("took")).isTrue();
    assertThat(FilterPath.of("**.reason").wants("items", "x", "error", "reason")).isTrue();
    assertThat(FilterPath.of("**.reason").wants("items", "x", "error", "type")).isFalse();
    assertThat(FilterPath.of("it*s").wants("items", "create", "status")).isTrue();
    assertThat(FilterPath.of("items.create").wants("items", "create", "status")).isTrue();
    assertThat(FilterPath.of("items.*.*").wants("items", "create", "status")).isTrue();
    assertThat(FilterPath.of("-items,-took").wants("items", "create", "status")).isFalse();
    assertThat(FilterPath.of("-items,-took").wants("errors")).isTrue();
    assertThat(FilterPath.of("items,-items.*._id").wants("items", "index", "_id")).isFalse();
  }
}
