package dev.tidemark.local;

/** Stops a stack when this JVM is told to end (Ctrl-C, SIGTERM). */
final class ShutDown {

  private ShutDown() {}

  /** Says what it stops, and gives the stack back. */
  static LocalStack guard(LocalStack stack, Console console) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  console.progressDone();
                  console.say("Stopping Tidemark ...");
                  stack.close();
                  console.say("Stopped.");
                },
                "stack-shutdown"));
    return stack;
  }
}
