package dev.tidemark.alert.alert;

import io.smallrye.mutiny.Uni;

/** Tells the service that owns baselines what a person expected. */
public interface BaselineTeacher {

  /**
   * Tells of a lesson; the same again changes nothing. Fails if the owner does not answer.
   *
   * @return whether it was taken; no: there is no such job any more, or nothing to learn there
   */
  Uni<Boolean> teach(Lesson lesson);

  /**
   * Buckets of one series that a person expected.
   *
   * @param alertId the alert of their episode
   * @param jobId the job
   * @param jobUid the job's uid
   * @param detector index of the detector
   * @param partitionValue empty when there is no such field
   * @param byValue empty when there is no such field
   * @param fromSecond start of the first bucket, seconds since the epoch
   * @param toSecond exclusive end
   */
  record Lesson(
      String alertId,
      String jobId,
      String jobUid,
      int detector,
      String partitionValue,
      String byValue,
      long fromSecond,
      long toSecond) {}
}
