package dev.thimble.importer.tflite;

import java.util.List;

/** A subgraph as the file describes it; all indices are in range. */
record FileGraph(
    List<FileTensor> tensors,
    List<Integer> inputs,
    List<Integer> outputs,
    List<FileOperator> operators) {}
