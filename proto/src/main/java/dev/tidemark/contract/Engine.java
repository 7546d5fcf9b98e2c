package dev.tidemark.contract;

/** The engine that predicts and scores: baseline and score of one version belong together. */
public final class Engine {

  /**
   * Travels with every prediction and is stored with every model. Changes whenever the same input
   * would give another prediction or score.
   */
  public static final String VERSION = "3";

  private Engine() {}
}
