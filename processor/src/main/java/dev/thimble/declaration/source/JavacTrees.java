package dev.thimble.declaration.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/**
 * Exact positions on javac: its standard API shows the class's name for a repeated annotation and
 * the operator for {@code 14 * KIB}. Only {@link MessagePrinter} may load this class, guarded:
 * other compilers have no such trees.
 */
final class JavacTrees {
  private final Trees trees;

  private JavacTrees(Trees trees) {
    this.trees = trees;
  }

  /** The trees of this compiler; empty if it is not javac, or is wrapped by a build tool. */
  static Optional<JavacTrees> of(ProcessingEnvironment environment) {
    try {
      return Optional.of(new JavacTrees(Trees.instance(environment)));
    } catch (RuntimeException notJavac) {
      return Optional.empty();
    }
  }

  /** Shows the message at the position; false if the source has no such tree. */
  boolean print(Diagnostic.Kind kind, String text, Places.Position position) {
    TreePath path = trees.getPath(position.element());
    if (path == null) {
      return false;
    }
    Optional<Tree> tree = tree(path.getLeaf(), position.written());
    CompilationUnitTree unit = path.getCompilationUnit();
    tree.ifPresent(t -> trees.printMessage(kind, text, t, unit));
    return tree.isPresent();
  }

  /** Where the source of an element lies. */
  Optional<URI> source(Element element) {
    TreePath path = trees.getPath(element);
    return path == null
        ? Optional.empty()
        : Optional.of(path.getCompilationUnit().getSourceFile().toUri());
  }

  private static Optional<Tree> tree(Tree declaration, Places.Written written) {
    if (written.annotation().isEmpty()) {
      return Optional.empty();
    }
    return modifiers(declaration)
        .flatMap(m -> annotation(m, written))
        .flatMap(a -> written.member().isEmpty() ? Optional.of(a) : value(a, written));
  }

  private static Optional<ModifiersTree> modifiers(Tree declaration) {
    if (declaration instanceof ClassTree type) {
      return Optional.of(type.getModifiers());
    }
    return declaration instanceof VariableTree field
        ? Optional.of(field.getModifiers())
        : Optional.empty();
  }

  private static Optional<AnnotationTree> annotation(
      ModifiersTree modifiers, Places.Written written) {
    List<? extends AnnotationTree> named =
        modifiers.getAnnotations().stream()
            .filter(a -> simpleName(a.getAnnotationType()).equals(written.annotation()))
            .toList();
    return written.occurrence() < named.size()
        ? Optional.of(named.get(written.occurrence()))
        : Optional.empty();
  }

  private static String simpleName(Tree type) {
    if (type instanceof MemberSelectTree select) {
      return select.getIdentifier().toString();
    }
    return type instanceof IdentifierTree name ? name.getName().toString() : "";
  }

  private static Optional<Tree> value(AnnotationTree annotation, Places.Written written) {
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree assignment) {
        if (assignment.getVariable().toString().equals(written.member())) {
          return Optional.of(start(element(assignment.getExpression(), written.index())));
        }
      } else if (written.member().equals("value")) {
        return Optional.of(start(element(argument, written.index())));
      }
    }
    return Optional.empty();
  }

  private static ExpressionTree element(ExpressionTree value, int index) {
    if (index >= 0
        && value instanceof NewArrayTree array
        && array.getInitializers() != null
        && index < array.getInitializers().size()) {
      return array.getInitializers().get(index);
    }
    return value;
  }

  private static ExpressionTree start(ExpressionTree value) {
    ExpressionTree first = value;
    while (first instanceof BinaryTree binary) {
      first = binary.getLeftOperand();
    }
    return first;
  }
}
