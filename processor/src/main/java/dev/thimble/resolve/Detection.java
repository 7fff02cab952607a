package dev.thimble.resolve;

/**
 * What {@code @Detect} looks for. It becomes a node once the scores are integers.
 *
 * @param step its step
 * @param scores the graph's value that it reads
 * @param label which score
 * @param threshold of the mean, in reals
 * @param smooth how many scores are averaged
 * @param refractory scores after a detection in which there is no other
 */
public record Detection(
    String step, String scores, int label, double threshold, int smooth, int refractory) {}
