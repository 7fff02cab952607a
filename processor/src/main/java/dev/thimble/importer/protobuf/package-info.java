/**
 * Protocol buffers, read within bounds. The schemas stand in {@code src/main/proto}, one file a
 * format, with the fields that are used; protoc makes their classes at build time.
 */
package dev.thimble.importer.protobuf;
