package dev.thimble.resolve;

import dev.thimble.declaration.Declaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.fit.FitCache;
import dev.thimble.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * What the steps of a model share while they are resolved.
 *
 * @param declaration what the user wrote
 * @param graph the graph as it grows
 * @param names names that are taken
 * @param weights the trained weights
 * @param sources reads files
 * @param readers how many steps read each step
 * @param furtherOutputs values that the model hands out beside its steps: a network's other outputs
 * @param signals the signals that the model takes
 * @param streams samples as they come, by the value that holds them
 * @param blocks numbers of frames on their way through a spectrum, by the value that holds them
 * @param cache what was learnt before
 * @param detections what is decided once scores are integers
 * @param diagnostics where faults go
 */
record ModelContext(
    Declaration declaration,
    Graph.Builder graph,
    Names names,
    Weights weights,
    Sources sources,
    Map<String, Integer> readers,
    List<String> furtherOutputs,
    List<SignalInput> signals,
    Map<String, Stream> streams,
    Map<String, Block> blocks,
    FitCache cache,
    List<LateDecision> detections,
    Diagnostics diagnostics) {}
