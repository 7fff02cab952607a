package dev.thimble.quantize;

/** How the weights of one channel become integers. */
interface ChannelRounding {
  /** The smallest integer of a weight. */
  int low();

  /** The largest integer of a weight. */
  int high();

  /**
   * Rounds a channel to multiples of a scale.
   *
   * @param weights its reals
   * @param rounded gets its integers
   * @return the error that matters here, to be compared between scales
   */
  double round(int channel, double[] weights, double scale, long[] rounded);

  /**
   * The multipliers that are worth trying for a channel.
   *
   * @param wanted the multiplier with which the largest weight becomes the largest integer
   * @param cap the largest that is allowed
   */
  int[] candidates(double wanted, int cap);

  /** The nearest integers of 8 bits; errors count alike. */
  ChannelRounding NEAREST =
      new ChannelRounding() {
        @Override
        public int low() {
          return -127;
        }

        @Override
        public int high() {
          return 127;
        }

        @Override
        public double round(int channel, double[] weights, double scale, long[] rounded) {
          double error = 0;
          for (int k = 0; k < weights.length; k++) {
            rounded[k] = Math.max(low(), Math.min(high(), Math.round(weights[k] / scale)));
            double difference = rounded[k] * scale - weights[k];
            error += difference * difference;
          }
          return error;
        }

        /** The one below is finer and clips the largest weights, the one above does not. */
        @Override
        public int[] candidates(double wanted, int cap) {
          int below = (int) Math.max(1, Math.min(cap, Math.floor(wanted)));
          return new int[] {below, Math.min(cap, below + 1)};
        }
      };
}
