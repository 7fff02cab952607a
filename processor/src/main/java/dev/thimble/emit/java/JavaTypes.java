package dev.thimble.emit.java;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.TypeName;
import dev.thimble.kernel.Element;

/** The kernel language's arrays in Java. */
final class JavaTypes {
  private JavaTypes() {}

  static TypeName element(Element element) {
    return switch (element) {
      case I4, I8, U8 -> TypeName.BYTE;
      case I16 -> TypeName.SHORT;
      case I24, I32 -> TypeName.INT;
      case I64 -> TypeName.LONG;
    };
  }

  static TypeName array(Element element) {
    return ArrayTypeName.of(element(element));
  }
}
