package io.gauntlet.rule;

import java.util.List;
import java.util.Map;

/** A group that Prometheus will load, in the form it is stored and rendered in. */
record CheckedGroup(String name, Map<String, Object> document, List<RuleGroup.Rule> rules) {}
