package dev.thimble.emit.export;

import dev.thimble.emit.text.CodeWriter;
import java.util.List;

/**
 * What CMSIS tools read: the description of a pack. The folder, zipped as {@code
 * Thimble.<name>.1.0.0.pack}, is the pack.
 *
 * <p>Source: PACK.xsd of the Open-CMSIS-Pack specification, schema version 1.7.
 */
final class CmsisPack {
  static final String VENDOR = "Thimble";

  private CmsisPack() {}

  static List<LibraryFile> files(Library library) {
    return List.of(new LibraryFile(VENDOR + "." + library.name() + ".pdsc", description(library)));
  }

  private static String description(Library library) {
    CodeWriter out = new CodeWriter("  ");
    out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    out.open("<package schemaVersion=\"1.7.7\">");
    out.line("<vendor>%s</vendor>", VENDOR);
    out.line("<name>%s</name>", library.name());
    out.line("<description>%s</description>", escaped(library.sentence()));
    out.line("<url></url>");
    out.open("<releases>");
    out.line("<release version=\"%s\">As generated.</release>", Library.VERSION);
    out.close("</releases>");
    out.open("<components>");
    out.open(
        "<component Cclass=\"Machine Learning\" Cgroup=\"Model\" Csub=\"%s\" Cversion=\"%s\">"
            .formatted(library.name(), Library.VERSION));
    out.line("<description>%s</description>", escaped(library.sentence()));
    out.open("<files>");
    out.line("<file category=\"header\" name=\"%s\"/>", library.header());
    out.line("<file category=\"sourceC\" name=\"%s\"/>", library.source());
    out.close("</files>");
    out.close("</component>");
    out.close("</components>");
    out.close("</package>");
    return out.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
