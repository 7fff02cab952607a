package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.emit.java.JavaTwin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a twin to classes that are never written. */
public final class InMemoryCompiler {
  private InMemoryCompiler() {}

  /** What loads the twin, with its constants, under this name. */
  public static ClassLoader compile(String name, JavaTwin twin) {
    String source = twin.source();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Outputs outputs = new Outputs(compiler.getStandardFileManager(null, null, null));
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-Xlint:all", "-Werror", "-proc:none", "-cp", System.getProperty("java.class.path"));
    JavaFileObject file = new Source(name, source);
    boolean done = compiler.getTask(messages, outputs, null, options, null, List.of(file)).call();
    assertThat(done).as("%s%n%s", messages, source).isTrue();
    return new Loader(outputs.classes, twin);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Outputs(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(name, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;
    private final JavaTwin twin;

    Loader(Map<String, ByteArrayOutputStream> classes, JavaTwin twin) {
      super(InMemoryCompiler.class.getClassLoader());
      this.classes = classes;
      this.twin = twin;
    }

    @Override
    public InputStream getResourceAsStream(String path) {
      return path.equals(twin.constantsPath())
          ? new ByteArrayInputStream(twin.constants())
          : super.getResourceAsStream(path);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}
