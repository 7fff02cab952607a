/**
 * Where importers of networks of reals, and of networks that are quantised by scales beside their
 * operators, meet: they describe their operators in the file's own axes, channels first, and get
 * the one graph, whose pictures are height x width x channels.
 *
 * <ol>
 *   <li>{@code new Network(file.name())}; {@code network.input(name, shape)} for each input; {@code
 *       network.constant(shape, floats)}, {@code network.integers(shape, longs)} for what the file
 *       holds.
 *   <li>For each operator: {@code network.at(Site.of(kind, position, writes))}, then methods of
 *       {@link dev.thimble.importer.network.Convolutions}, {@link
 *       dev.thimble.importer.network.Poolings}, {@link dev.thimble.importer.network.Products},
 *       {@link dev.thimble.importer.network.Elements}, {@link
 *       dev.thimble.importer.network.Movements}, {@link dev.thimble.importer.network.Reductions}.
 *       What is known while reading is computed at once: {@code network.integers(tensor)} gives a
 *       computed shape. What cannot be read is {@code throw network.unsupported(what, wayOut)} or
 *       {@code network.broken(what)}.
 *   <li>Formats with channels last relabel axes with {@link
 *       dev.thimble.importer.network.Movements#transpose}, which costs nothing.
 *   <li>Quantised: {@link dev.thimble.importer.network.Elements#quantise} behind what gives
 *       integers (and behind the input), {@link dev.thimble.importer.network.Elements#weights} for
 *       constants.
 *   <li>Dropout and the like: hand on the tensor. Batch normalisation: {@link
 *       dev.thimble.importer.network.Elements#batchNorm}; nothing is folded by hand.
 *   <li>{@code network.finish(outputs)}.
 * </ol>
 */
package dev.thimble.importer.network;
