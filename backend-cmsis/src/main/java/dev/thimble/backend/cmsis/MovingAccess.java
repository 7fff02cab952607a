package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.List;
import java.util.OptionalInt;

/** The last access of a round moves its pointer along, as Thumb-2 can without an instruction. */
final class MovingAccess {
  private static final int FARTHEST = 4095;
  private static final int NEAREST = -255;
  private static final int MOST_STEP = 255;
  private static final String PLACE = "[{1}";
  private static final String DISTANCE = ", #";

  private final List<VirtualLine> body;
  private final int pointer;

  private MovingAccess(List<VirtualLine> body, int pointer) {
    this.body = body;
    this.pointer = pointer;
  }

  /**
   * Changes a round so that its last access moves a pointer.
   *
   * @param step bytes that the pointer moves
   * @return how many bytes farther the pointer must begin; nothing if no access can move it
   */
  static OptionalInt join(List<VirtualLine> body, int pointer, long step) {
    MovingAccess access = new MovingAccess(body, pointer);
    int last = access.last();
    if (last < 0 || Math.abs(step) > MOST_STEP) {
      return OptionalInt.empty();
    }
    int distance = distance(body.get(last));
    if (!access.reaches(distance)) {
      return OptionalInt.empty();
    }
    access.change(last, distance, step);
    return OptionalInt.of(distance);
  }

  /** The last line that names the pointer, if all are accesses; none if a loop follows. */
  private int last() {
    int last = -1;
    for (int i = 0; i < body.size(); i++) {
      VirtualLine line = body.get(i);
      if (line.names(pointer)) {
        if (line.kind() != Kind.ACCESS || line.registers().get(0) == pointer) {
          return -1;
        }
        last = i;
      } else if (line.kind() == Kind.BRANCH) {
        last = -1;
      }
    }
    return last;
  }

  private boolean reaches(int from) {
    return body.stream()
        .filter(line -> line.names(pointer))
        .mapToInt(line -> distance(line) - from)
        .allMatch(distance -> distance >= NEAREST && distance <= FARTHEST);
  }

  private void change(int last, int from, long step) {
    for (int i = 0; i <= last; i++) {
      VirtualLine line = body.get(i);
      if (line.names(pointer)) {
        String text = line.text().substring(0, line.text().indexOf('['));
        String place =
            i == last ? PLACE + "], #" + step : PLACE + DISTANCE + (distance(line) - from) + "]";
        body.set(i, line.as(text + place, line.written() | (i == last ? 2 : 0)));
      }
    }
  }

  private static int distance(VirtualLine line) {
    String text = line.text();
    int end = text.indexOf(PLACE) + PLACE.length();
    if (text.startsWith("]", end)) {
      return 0;
    }
    int number = end + DISTANCE.length();
    return Integer.parseInt(text, number, text.indexOf(']', number), 10);
  }
}
