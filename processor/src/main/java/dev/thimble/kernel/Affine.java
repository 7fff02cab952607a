package dev.thimble.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An index: {@code base + sum of coefficient * variable}. Variables with coefficient 0 do not
 * occur.
 *
 * @param base the constant part
 * @param terms coefficient by loop variable
 */
public record Affine(long base, SortedMap<String, Long> terms) {
  /** Drops zero coefficients. */
  public Affine {
    SortedMap<String, Long> kept = new TreeMap<>(terms);
    kept.values().removeIf(c -> c == 0);
    terms = Collections.unmodifiableSortedMap(kept);
  }

  /** A constant index. */
  public static Affine of(long base) {
    return new Affine(base, new TreeMap<>());
  }

  /** A loop variable. */
  public static Affine of(String variable) {
    return of(0).plus(variable, 1);
  }

  /** This plus a multiple of a variable. */
  public Affine plus(String variable, long coefficient) {
    SortedMap<String, Long> sum = new TreeMap<>(terms);
    sum.merge(variable, coefficient, Long::sum);
    return new Affine(base, sum);
  }

  /** This plus a constant. */
  public Affine plus(long constant) {
    return new Affine(base + constant, terms);
  }

  /** This plus a multiple of another index. */
  public Affine plus(Affine other, long factor) {
    SortedMap<String, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((v, c) -> sum.merge(v, c * factor, Long::sum));
    return new Affine(base + other.base * factor, sum);
  }

  /** The coefficient of a variable; 0 where it does not occur. */
  public long coefficient(String variable) {
    return terms.getOrDefault(variable, 0L);
  }

  /** Whether no other variables than these occur. */
  public boolean isOf(String... variables) {
    return List.of(variables).containsAll(terms.keySet());
  }

  /** This without the variable. */
  public Affine without(String variable) {
    SortedMap<String, Long> rest = new TreeMap<>(terms);
    rest.remove(variable);
    return new Affine(base, rest);
  }

  /** This with variables replaced by indices. */
  public Affine substitute(Map<String, Affine> replacements) {
    Affine result = of(base);
    for (Map.Entry<String, Long> term : terms.entrySet()) {
      Affine by = replacements.get(term.getKey());
      result =
          by == null
              ? result.plus(term.getKey(), term.getValue())
              : result.plus(by, term.getValue());
    }
    return result;
  }

  /** All values for the given values of the variables. */
  public Interval range(Map<String, Interval> variables) {
    Interval result = Interval.of(base);
    for (Map.Entry<String, Long> term : terms.entrySet()) {
      Interval variable = variables.get(term.getKey());
      if (variable == null) {
        throw new IllegalArgumentException("unbound " + term.getKey() + " in " + this);
      }
      result = result.plus(variable.times(Interval.of(term.getValue())));
    }
    return result;
  }
}
