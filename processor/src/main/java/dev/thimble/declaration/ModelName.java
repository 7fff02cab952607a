package dev.thimble.declaration;

/**
 * The names of a model.
 *
 * @param packageName the Java package; empty for the unnamed one
 * @param simpleName names of the class and its enclosing ones joined by {@code _}: {@code
 *     Outer_Digits}
 * @param binaryName the binary name: {@code com.example.Outer$Digits}
 * @param cName prefix of every C identifier: {@code outer_digits}
 */
public record ModelName(String packageName, String simpleName, String binaryName, String cName) {
  /** Simple name of the generated host twin. */
  public String twin() {
    return simpleName + "Model";
  }

  /** Folder of the generated resources, relative to the class output. */
  public String resourceFolder() {
    return "META-INF/thimble/" + binaryName;
  }
}
