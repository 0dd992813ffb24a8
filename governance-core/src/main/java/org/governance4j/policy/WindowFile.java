package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/** The JSON of a policy's windows. */
final class WindowFile {
  private static final List<String> EFFECTS = List.of(Effect.DENY.word(), Effect.ESCALATE.word());

  private WindowFile() {}

  /** The windows of a policy's document, in their order. */
  static List<WindowRule> read(JsonMembers policy) {
    List<WindowRule> windows = new ArrayList<>();
    if (policy.has("windows")) {
      for (JsonMembers window : policy.objects("windows")) {
        windows.add(readWindow(window));
      }
      if (windows.isEmpty()) {
        throw policy.invalid("windows", "must not be empty; leave it out");
      }
    }
    return windows;
  }

  private static WindowRule readWindow(JsonMembers placed) {
    RuleHead bare = RuleHead.of(placed.string("id"));
    JsonMembers members = JsonMembers.of(placed.object(), bare.place());
    RuleHead marked = RuleFile.readMarks(bare, members);
    String effect = members.optionalWord("effect", EFFECTS);
    RuleHead head = effect == null ? marked : marked.withEffect(Effect.of(effect), List.of());
    WindowRule window = WindowKind.of(members.word("kind", WindowKind.words())).read(head, members);
    members.noOthers();
    return window;
  }

  /** Adds the windows to a policy's document, if there are any. */
  static JsonValue.Obj write(JsonValue.Obj policy, List<WindowRule> windows) {
    if (windows.isEmpty()) {
      return policy;
    }
    JsonValue[] items =
        windows.stream()
            .map(window -> window.write(RuleFile.writeHead(window.head(), window.kind().word())))
            .toArray(JsonValue[]::new);
    return policy.with("windows", JsonValue.array(items));
  }
}
