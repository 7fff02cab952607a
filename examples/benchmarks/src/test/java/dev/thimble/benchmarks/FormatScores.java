package dev.thimble.benchmarks;

/** What a framework shows of the scores that a graph computes. */
enum FormatScores {
  /** Nothing: there are classes only. */
  NONE,
  /** The scores themselves. */
  PLAIN,
  /** Each through a sigmoid. */
  SIGMOID,
  /** All through a softmax. */
  SOFTMAX,
  /** Their shares of the sum. */
  SHARE,
  /** Their roots: squares of distances. */
  ROOT,
  /** Votes, and behind them confidences of less than a half. */
  VOTES;

  /** What is shown of a graph's scores. */
  float[] of(float[] scores) {
    double sum = 0;
    for (float score : scores) {
      sum += this == SOFTMAX ? Math.exp(score) : score;
    }
    float[] shown = new float[scores.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] =
          (float)
              switch (this) {
                case NONE, PLAIN, VOTES -> scores[i];
                case SIGMOID -> 1 / (1 + Math.exp(-scores[i]));
                case SOFTMAX -> Math.exp(scores[i]) / sum;
                case SHARE -> scores[i] / sum;
                case ROOT -> Math.sqrt(scores[i]);
              };
    }
    return shown;
  }

  /** What a framework gives, as far as a graph computes it. */
  float expected(float given) {
    return this == VOTES ? Math.round(given) : given;
  }
}
