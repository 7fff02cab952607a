package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.torch.ScriptObject;
import dev.thimble.importer.torch.aten.None;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows source: variables hold numbers, lists, modules and tensors; what is done to tensors goes
 * to {@link Operations}. A branch that depends on a tensor's data is refused there.
 */
final class Evaluator {
  private static final int MAX_RANGE = 100_000;
  private static final String SET_STATE = "__setstate__";

  private final ScriptSources sources;
  private final Operations operations;
  private final Budget budget = new Budget();
  private final List<Object> constants;

  Evaluator(ScriptSources sources, Operations operations, List<Object> constants) {
    this.sources = sources;
    this.operations = operations;
    this.constants = constants;
  }

  /** Calls a method of a module. */
  Object method(ScriptObject object, String name, List<Object> arguments, Map<String, Object> named)
      throws Problem, ScriptFault {
    ScriptFunction method =
        sources
            .method(object.type(), name)
            .orElseThrow(() -> new ScriptFault(object.type() + " has no method " + name));
    List<Object> all = new ArrayList<>(List.of(object));
    all.addAll(arguments);
    return call(method, all, named);
  }

  private Object call(ScriptFunction function, List<Object> arguments, Map<String, Object> named)
      throws Problem, ScriptFault {
    budget.enter();
    Map<String, Object> variables = new HashMap<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      ScriptFunction.Parameter parameter = function.parameters().get(i);
      Object value = named.get(parameter.name());
      if (i < arguments.size()) {
        value = arguments.get(i);
      } else if (value == null) {
        Expression fallback =
            parameter
                .fallback()
                .orElseThrow(
                    () -> new ScriptFault(function.name() + " lacks its " + parameter.name()));
        value = evaluate(fallback, variables);
      }
      variables.put(parameter.name(), value);
    }
    Object result = run(function.body(), variables).orElse(None.NONE);
    budget.leave();
    return result;
  }

  /** The returned value, once a return was met. */
  private Optional<Object> run(List<Statement> statements, Map<String, Object> variables)
      throws Problem, ScriptFault {
    for (Statement statement : statements) {
      budget.step();
      Optional<Object> returned = Optional.empty();
      if (statement instanceof Statement.Assign assign) {
        assign(assign.target(), evaluate(assign.value(), variables), variables);
      } else if (statement instanceof Statement.Run run) {
        evaluate(run.expression(), variables);
      } else if (statement instanceof Statement.If choice) {
        boolean yes = operations.truth(evaluate(choice.condition(), variables));
        returned = run(yes ? choice.yes() : choice.no(), variables);
      } else if (statement instanceof Statement.For loop) {
        returned = loop(loop, variables);
      } else if (statement instanceof Statement.While loop) {
        while (returned.isEmpty() && operations.truth(evaluate(loop.condition(), variables))) {
          budget.step();
          returned = run(loop.body(), variables);
        }
      } else if (statement instanceof Statement.Return end) {
        return Optional.of(
            end.value().isEmpty() ? None.NONE : evaluate(end.value().get(), variables));
      }
      if (returned.isPresent()) {
        return returned;
      }
    }
    return Optional.empty();
  }

  private Optional<Object> loop(Statement.For loop, Map<String, Object> variables)
      throws Problem, ScriptFault {
    for (Object item : Values.list(evaluate(loop.items(), variables))) {
      variables.put(loop.name(), item);
      Optional<Object> returned = run(loop.body(), variables);
      if (returned.isPresent()) {
        return returned;
      }
    }
    return Optional.empty();
  }

  private void assign(Expression target, Object value, Map<String, Object> variables)
      throws Problem, ScriptFault {
    if (target instanceof Expression.Name name) {
      variables.put(name.name(), value);
    } else if (target instanceof Expression.Sequence several) {
      List<Object> parts = Values.list(value);
      if (parts.size() != several.elements().size()) {
        throw new ScriptFault(
            parts.size() + " values are assigned to " + several.elements().size() + " names");
      }
      for (int i = 0; i < parts.size(); i++) {
        assign(several.elements().get(i), parts.get(i), variables);
      }
    } else if (target instanceof Expression.Attribute attribute
        && evaluate(attribute.object(), variables) instanceof ScriptObject object) {
      object.set(attribute.name(), value);
    } else if (target instanceof Expression.Subscript subscript) {
      operations.call(
          "aten::_set_item",
          List.of(
              evaluate(subscript.object(), variables),
              evaluate(subscript.index(), variables),
              value),
          Map.of());
    } else {
      throw new ScriptFault("something is assigned to what is no variable");
    }
  }

  private Object evaluate(Expression expression, Map<String, Object> variables)
      throws Problem, ScriptFault {
    budget.step();
    if (expression instanceof Expression.Literal literal) {
      return literal.value() == null ? None.NONE : literal.value();
    } else if (expression instanceof Expression.Name name) {
      Object value = variables.get(name.name());
      return value == null ? new Qualified(name.name()) : value;
    } else if (expression instanceof Expression.Attribute attribute) {
      return attribute(evaluate(attribute.object(), variables), attribute.name());
    } else if (expression instanceof Expression.Sequence sequence) {
      List<Object> elements = all(sequence.elements(), variables);
      return sequence.tuple() ? List.copyOf(elements) : elements;
    } else if (expression instanceof Expression.Subscript subscript) {
      return operations.call(
          "aten::__getitem__",
          List.of(evaluate(subscript.object(), variables), evaluate(subscript.index(), variables)),
          Map.of());
    } else if (expression instanceof Expression.Dictionary dictionary) {
      Map<Object, Object> result = new LinkedHashMap<>();
      for (int i = 0; i < dictionary.keys().size(); i++) {
        result.put(
            evaluate(dictionary.keys().get(i), variables),
            evaluate(dictionary.values().get(i), variables));
      }
      return result;
    } else if (expression instanceof Expression.Choice choice) {
      boolean yes = operations.truth(evaluate(choice.condition(), variables));
      return evaluate(yes ? choice.yes() : choice.no(), variables);
    }
    return call((Expression.Call) expression, variables);
  }

  private List<Object> all(List<Expression> expressions, Map<String, Object> variables)
      throws Problem, ScriptFault {
    List<Object> values = new ArrayList<>();
    for (Expression expression : expressions) {
      values.add(evaluate(expression, variables));
    }
    return values;
  }

  /** Some classes keep a tuple in the file and make their attributes of it. */
  private void unpack(ScriptObject module) throws Problem, ScriptFault {
    if (!module.packed().isEmpty() && sources.method(module.type(), SET_STATE).isPresent()) {
      method(module, SET_STATE, List.of(Values.of(module.takePacked().toArray())), Map.of());
    }
  }

  private Object attribute(Object object, String name) throws Problem, ScriptFault {
    if (object instanceof Qualified qualified) {
      return qualified.path().equals("CONSTANTS") ? constant(name) : qualified.member(name);
    } else if (object instanceof ScriptObject module) {
      unpack(module);
      if (!module.attributes().containsKey(name)) {
        throw new ScriptFault(module.type() + " has no attribute " + name);
      }
      return Values.of(module.attributes().get(name));
    }
    throw new ScriptFault("." + name + " is asked of what has no such part");
  }

  private Object constant(String name) throws ScriptFault {
    for (int i = 0; i < constants.size(); i++) {
      if (name.equals("c" + i)) {
        return Values.of(constants.get(i));
      }
    }
    throw new ScriptFault("there is no constant " + name);
  }

  private Object call(Expression.Call call, Map<String, Object> variables)
      throws Problem, ScriptFault {
    if (call.function() instanceof Expression.Name name && isCast(name, call)) {
      // The first argument is a type.
      return evaluate(call.arguments().get(1), variables);
    }
    List<Object> arguments = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    if (call.function() instanceof Expression.Name name && name.name().equals("uninitialized")) {
      return None.NONE;
    }
    if (call.function() instanceof Expression.Attribute method) {
      Object object = evaluate(method.object(), variables);
      if (object instanceof ScriptObject module) {
        fill(call, variables, arguments, named);
        return method(module, method.name(), arguments, named);
      }
    }
    Object function = evaluate(call.function(), variables);
    fill(call, variables, arguments, named);
    if (!(function instanceof Qualified qualified)) {
      throw new ScriptFault("something is called that is no function");
    }
    return call(qualified.path(), arguments, named);
  }

  private static boolean isCast(Expression.Name name, Expression.Call call) {
    return (name.name().equals("annotate") || name.name().equals("unchecked_cast"))
        && call.arguments().size() == 2;
  }

  private void fill(
      Expression.Call call,
      Map<String, Object> variables,
      List<Object> arguments,
      Map<String, Object> named)
      throws Problem, ScriptFault {
    arguments.addAll(all(call.arguments(), variables));
    for (Map.Entry<String, Expression> argument : call.named().entrySet()) {
      named.put(argument.getKey(), evaluate(argument.getValue(), variables));
    }
  }

  private Object call(String path, List<Object> arguments, Map<String, Object> named)
      throws Problem, ScriptFault {
    if (path.startsWith("torch.")) {
      return operations.call("aten::" + path.substring(6), arguments, named);
    } else if (path.startsWith("ops.")) {
      return operations.call(path.substring(4).replaceFirst("\\.", "::"), arguments, named);
    } else if (path.startsWith("__torch__.")) {
      Optional<ScriptFunction> function = sources.function(path);
      if (function.isPresent()) {
        return call(function.get(), arguments, named);
      }
    } else if (path.equals("getattr") && arguments.size() == 2) {
      return attribute(arguments.get(0), String.valueOf(arguments.get(1)));
    } else if (path.equals("range")) {
      return range(arguments);
    } else {
      return operations.call("python::" + path, arguments, named);
    }
    throw new ScriptFault("there is no function " + path);
  }

  private List<Object> range(List<Object> arguments) throws ScriptFault {
    long begin = arguments.size() > 1 ? Values.integer(arguments.get(0)) : 0;
    long end = Values.integer(arguments.get(arguments.size() > 1 ? 1 : 0));
    long step = arguments.size() > 2 ? Values.integer(arguments.get(2)) : 1;
    List<Object> result = new ArrayList<>();
    for (long i = begin; step > 0 ? i < end : step < 0 && i > end; i += step) {
      result.add(i);
      if (result.size() > MAX_RANGE) {
        throw new ScriptFault("it loops more than " + MAX_RANGE + " times");
      }
    }
    budget.steps(result.size());
    return result;
  }
}
