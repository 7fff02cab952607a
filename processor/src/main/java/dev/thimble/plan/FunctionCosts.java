package dev.thimble.plan;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What kernels cost, one after the other: a function and a constant take flash once. */
final class FunctionCosts {
  private final PortableCost portable;
  private final Map<String, Claim> claims;
  private final Set<String> far;
  private final Set<String> functions = new HashSet<>();
  private final Set<String> constants = new HashSet<>();

  /**
   * Costs.
   *
   * @param claims by function
   * @param far functions whose constants short addresses may not reach
   */
  FunctionCosts(PortableCost portable, Map<String, Claim> claims, Set<String> far) {
    this.portable = portable;
    this.claims = claims;
    this.far = far;
  }

  KernelCost of(Kernel kernel) {
    Claim claim = claims.get(kernel.function().name());
    KernelCost cost =
        claim == null
            ? portable.of(kernel)
            : KernelCost.of(kernel, claim, portable.filled(claim.constants()));
    if (kernel.part().isEmpty()) {
      return cost;
    }
    if (!functions.add(kernel.function().name())) {
      return cost.holding(0, 0);
    }
    return claim == null ? cost.holding(cost.codeBytes(), fresh(kernel)) : cost;
  }

  /** Bytes of the constants that no kernel before has. */
  private int fresh(Kernel kernel) {
    int filled = far.contains(kernel.function().name()) ? 1 : 0;
    List<Buffer> fresh =
        kernel.constants().stream().filter(constant -> constants.add(constant.name())).toList();
    return portable.filled(fresh) + filled * fresh.size();
  }
}
