package dev.tidewheel.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as text, before they have types; each part knows where it came from. */
sealed interface Node {
  /** Where it came from, for people. */
  String origin();

  /** One value. */
  record Text(String value, String origin) implements Node {

    /** The values in a text like {@code a, b}. */
    List<Node> split() {
      return Arrays.stream(value.split(",", -1))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .<Node>map(part -> new Text(part, origin))
          .toList();
    }

    /** The branch in a text like {@code a=1, b=2}; the text itself where it is not of this form. */
    Node pairs() {
      Map<String, Node> children = new LinkedHashMap<>();
      for (Node part : split()) {
        String[] pair = ((Text) part).value.split("=", 2);
        if (pair.length < 2) {
          return this;
        }
        children.put(pair[0].strip(), new Text(pair[1].strip(), origin));
      }
      return new Branch(children, origin);
    }
  }

  /** Several values. */
  record Items(List<Node> values, String origin) implements Node {}

  /** Values by key, in the order written. */
  record Branch(Map<String, Node> children, String origin) implements Node {

    /** This branch with another one on top: branches are merged, everything else is replaced. */
    Branch overlaidBy(Branch top) {
      Map<String, Node> merged = new LinkedHashMap<>(children);
      top.children.forEach((key, node) -> merged.merge(key, node, Branch::overlay));
      return new Branch(merged, origin);
    }

    private static Node overlay(Node below, Node above) {
      return below instanceof Branch lower && above instanceof Branch upper
          ? lower.overlaidBy(upper)
          : above;
    }

    /** What keys lead to, or the last node on the way to it. */
    Node at(List<String> path) {
      Node node = this;
      for (String key : path) {
        node = node instanceof Branch branch ? branch.children.getOrDefault(key, node) : node;
      }
      return node;
    }

    /** A branch that holds one node at the end of a path of one or more keys. */
    static Branch ofPath(List<String> path, Node end) {
      Node node = end;
      for (String key : path.reversed()) {
        node = new Branch(Map.of(key, node), end.origin());
      }
      return (Branch) node;
    }
  }
}
