package dev.tidemark.ingest.event;

/** Takes what an {@link EventStream} finds in a body, in order. */
public interface EventSink {

  /**
   * An event that can be used.
   *
   * @param event valid during the call only
   */
  void accepted(EcsEvent event);

  /**
   * Input that is as it should be, but tells of no network event.
   *
   * @param event has a time and what says whose it is; valid during the call only
   * @param kind what it is
   */
  void noEvent(EcsEvent event, Verdict.NoEvent kind);

  /**
   * Input that cannot be used.
   *
   * @param rejection where and why
   * @param buffer holds the input during the call; not to be changed
   * @param from its first byte
   * @param to after its last byte, as far as it was read
   */
  void rejected(Rejection rejection, byte[] buffer, int from, int to);
}
