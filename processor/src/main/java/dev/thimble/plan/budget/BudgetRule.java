package dev.thimble.plan.budget;

import dev.thimble.plan.Plan;
import java.util.List;

/** One member of {@code @Budget}: what it limits and what a plan needs of it. */
interface BudgetRule {
  /** The member's name, which names the quantity too. */
  String member();

  /** What the quantity is counted in. */
  String unit();

  /** The chip's own limit, which holds where the user sets none; the largest number for none. */
  long chipLimit(Plan plan);

  /** What the plan needs. */
  long needed(Plan plan);

  /** What the need consists of, as rows of a table, costliest first. */
  List<Row> parts(Plan plan);

  /**
   * One part of a need.
   *
   * @param name a step, or what else it is
   * @param amount how much
   * @param detail what it consists of, may be empty
   */
  record Row(String name, long amount, String detail) {}
}
