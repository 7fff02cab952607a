package dev.thimble.kernel;

import java.util.List;
import java.util.Optional;

/** Statements of the kernel language. */
public sealed interface Stmt {
  /** One after the other. */
  record Seq(List<Stmt> body) implements Stmt {
    /** Copies the list. */
    public Seq {
      body = List.copyOf(body);
    }

    /** A sequence of these. */
    public static Seq of(Stmt... statements) {
      return new Seq(List.of(statements));
    }
  }

  /** Statements whose variables are seen nowhere else. */
  record Block(Stmt body) implements Stmt {}

  /** A loop from {@code from} to below {@code to}. */
  record For(String variable, Expr from, Expr to, Stmt body) implements Stmt {
    /** A loop from 0. */
    public static For of(Axis axis, Stmt body) {
      return new For(axis.name(), new Expr.Int(0), new Expr.Int(axis.extent()), body);
    }
  }

  /** A new local variable. Where it is assigned again, {@code range} says what it may hold. */
  record Let(Element type, String name, Expr value, Optional<Interval> range) implements Stmt {
    /** A variable that keeps its value; typed by the ranges analysis. */
    public static Let of(String name, Expr value) {
      return new Let(Element.I64, name, value, Optional.empty());
    }

    /** A variable that will be assigned again, within the range. */
    public static Let of(String name, Expr value, Interval range) {
      return new Let(Element.computing(range), name, value, Optional.of(range));
    }
  }

  /**
   * A new local variable: {@code init} folded with the term over all points of the axes; its range
   * follows from the number of terms.
   */
  record Fold(Element type, String name, List<Axis> axes, Expr.Op op, Expr init, Expr term)
      implements Stmt {
    /** Copies the list. */
    public Fold {
      axes = List.copyOf(axes);
    }

    /** A fold, not yet typed. */
    public static Fold of(String name, List<Axis> axes, Expr.Op op, Expr init, Expr term) {
      return new Fold(Element.I64, name, axes, op, init, term);
    }
  }

  /** A local variable gets a new value. */
  record Assign(String name, Expr value) implements Stmt {}

  /** An element of an array gets a value. */
  record Store(Buffer buffer, Affine at, Expr value) implements Stmt {}

  /** A statement that is executed where the comparison holds. */
  record If(Expr.Relation relation, Expr left, Expr right, Stmt then) implements Stmt {}

  /** {@code count} elements from {@code at} on get the value. */
  record Fill(Buffer buffer, Affine at, int count, long value) implements Stmt {}

  /** A comment. */
  record Note(String text) implements Stmt {}

  /** A nest in its place. */
  record Do(Nest nest) implements Stmt {}
}
