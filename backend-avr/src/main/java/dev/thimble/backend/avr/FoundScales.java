package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ScaleRule;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Requantisations that were looked for, as long as there is memory for them. */
final class FoundScales {
  /** Channels of which something is kept. */
  private static final int MOST = 8192;

  private static SoftReference<Map<Channel, Map<ScaleForm, Optional<ByteScale>>>> kept =
      new SoftReference<>(null);

  private FoundScales() {}

  /** All that a search depends on beside the form. */
  private record Channel(ScaleRule rule, long bias, Interval sums) {}

  /** Those whose sums are used longest ago go first. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, .75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST;
    }
  }

  /** What was found for a channel, by form, to be added to. */
  static Map<ScaleForm, Optional<ByteScale>> of(ScaleRule rule, long bias, Interval sums) {
    return all()
        .computeIfAbsent(new Channel(rule, bias, sums), channel -> new ConcurrentHashMap<>());
  }

  private static synchronized Map<Channel, Map<ScaleForm, Optional<ByteScale>>> all() {
    Map<Channel, Map<ScaleForm, Optional<ByteScale>>> all = kept.get();
    if (all == null) {
      all = Collections.synchronizedMap(new Recent<>());
      kept = new SoftReference<>(all);
    }
    return all;
  }
}
