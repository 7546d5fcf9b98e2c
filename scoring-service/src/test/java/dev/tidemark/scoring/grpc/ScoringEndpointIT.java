package dev.tidemark.scoring.grpc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.tidemark.contract.Engine;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.scoring.v1.BucketToScore;
import dev.tidemark.proto.scoring.v1.Contribution;
import dev.tidemark.proto.scoring.v1.Prediction;
import dev.tidemark.proto.scoring.v1.ScoreBucketsRequest;
import dev.tidemark.proto.scoring.v1.ScoreBucketsResponse;
import dev.tidemark.proto.scoring.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScoringEndpointIT {

  private ManagedChannel channel;
  private ScoringServiceGrpc.ScoringServiceBlockingStub scoring;

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress("localhost", RestAssured.port).usePlaintext().build();
    scoring = ScoringServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  private static BucketToScore.Builder bucket(double actual) {
    return BucketToScore.newBuilder()
        .setActual(actual)
        .setBucketSpanS(900)
        .setFunction(Function.FUNCTION_HIGH_COUNT)
        .setPrediction(
            Prediction.newBuilder()
                .setPower(0.5)
                .setLocation(10)
                .setScale(0.5)
                .setTypical(100)
                .setHistoryBuckets(1_000)
                .setHistoryS(900_000));
  }

  private static ScoreBucketsRequest.Builder request() {
    return ScoreBucketsRequest.newBuilder().setEngineVersion(Engine.VERSION);
  }

  @Test
  void scoresBucketsInTheOrderOfTheRequest() {
    // Given
    var request = request().addBuckets(bucket(100)).addBuckets(bucket(400)).build();
    // When
    ScoreBucketsResponse response = scoring.scoreBuckets(request);
    // Then
    assertThat(response.getEngineVersion()).isEqualTo(Engine.VERSION);
    assertThat(response.getScoresList()).hasSize(2);
    assertThat(response.getScores(0).getAnomalyScore()).isZero();
    assertThat(response.getScores(1).getAnomalyScore()).isGreaterThan(75);
    assertThat(response.getScores(1).getExplanation().getFactor()).isEqualTo(4);
    assertThat(response.getScores(1).getExplanation().getSide()).isEqualTo("high");
  }

  @Test
  void sameRequestGivesTheSameAnswerBitForBit() {
    // Given
    var request =
        request()
            .addAllBuckets(
                IntStream.range(0, 1_000)
                    .mapToObj(i -> bucket(i).addContributions(contribution(i)).build())
                    .toList())
            .build();
    // When
    var first = scoring.scoreBuckets(request);
    var second = scoring.scoreBuckets(request);
    // Then
    assertThat(first.getScoresCount()).isEqualTo(1_000);
    assertThat(second.toByteString()).isEqualTo(first.toByteString());
  }

  private static Contribution contribution(double amount) {
    return Contribution.newBuilder()
        .setField("source.ip")
        .setValue("192.0.2.7")
        .setAmount(amount)
        .setUsualShare(0.1)
        .build();
  }

  @Test
  void refusalNamesTheBucketAndTheField() {
    // Given
    var request = request().addBuckets(bucket(1)).addBuckets(bucket(Double.NaN)).build();
    // When, Then
    assertThatThrownBy(() -> scoring.scoreBuckets(request))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: buckets[1].actual NaN is not finite and at least 0");
  }

  @Test
  void missingPredictionIsRefused() {
    // Given
    var request = request().addBuckets(bucket(1).clearPrediction()).build();
    // When, Then
    assertThatThrownBy(() -> scoring.scoreBuckets(request))
        .hasMessage("INVALID_ARGUMENT: buckets[0].prediction.power 0.0 is not in (0, 1]");
  }

  @Test
  void refusalNamesTheContribution() {
    // Given
    var request =
        request()
            .addBuckets(
                bucket(1).addContributions(contribution(1)).addContributions(contribution(-1)))
            .build();
    // When, Then
    assertThatThrownBy(() -> scoring.scoreBuckets(request))
        .hasMessage(
            "INVALID_ARGUMENT: buckets[0].contributions[1].amount -1.0 is not finite and at least 0");
  }

  @Test
  void theFunctionSaysWhichSideIsSurprising() {
    // Given
    var request =
        request()
            .addBuckets(bucket(0).setFunction(Function.FUNCTION_LOW_COUNT))
            .addBuckets(bucket(0).setFunction(Function.FUNCTION_HIGH_COUNT))
            .addBuckets(bucket(0).setFunction(Function.FUNCTION_MEAN))
            .build();
    // When
    ScoreBucketsResponse response = scoring.scoreBuckets(request);
    // Then
    assertThat(response.getScores(0).getAnomalyScore()).isGreaterThan(75);
    assertThat(response.getScores(1).getAnomalyScore()).isZero();
    assertThat(response.getScores(2).getAnomalyScore()).isGreaterThan(75);
  }

  @Test
  void unknownFunctionIsRefused() {
    // Given
    var request = request().addBuckets(bucket(1).setFunctionValue(77)).build();
    // When, Then
    assertThatThrownBy(() -> scoring.scoreBuckets(request))
        .hasMessage(
            "INVALID_ARGUMENT: buckets[0].function 77 is not a function that is known here");
  }

  @Test
  void tooManyBucketsAreRefused() {
    // Given
    var request = request().addAllBuckets(Collections.nCopies(1_001, bucket(1).build())).build();
    // When, Then
    assertThatThrownBy(() -> scoring.scoreBuckets(request))
        .hasMessage("INVALID_ARGUMENT: buckets has 1001 entries, at most 1000 are scored at once");
  }

  @Test
  void anotherEngineIsAFailedPrecondition() {
    // Given
    var request = request().setEngineVersion("0").addBuckets(bucket(1)).build();
    // When, Then
    assertThatThrownBy(() -> scoring.scoreBuckets(request))
        .hasMessageStartingWith("FAILED_PRECONDITION: engine_version '0'")
        .hasMessageContaining("'" + Engine.VERSION + "'");
  }

  @Test
  void saysThatItIsReadyWithItsEngine() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", is("UP"))
        .body("checks.find { it.name == 'engine' }.data.engine_version", is(Engine.VERSION));
  }

  @Test
  void countsScoredAndRefused() {
    // Given
    scoring.scoreBuckets(request().addBuckets(bucket(1)).build());
    var refused = request().setEngineVersion("0").build();
    assertThatThrownBy(() -> scoring.scoreBuckets(refused)).isNotNull();
    // When, Then
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("tidemark_scoring_buckets_total"))
        .body(containsString("tidemark_scoring_requests_seconds_count"))
        .body(
            containsString(
                "tidemark_scoring_requests_refused_total{status=\"FAILED_PRECONDITION\"}"));
  }
}
