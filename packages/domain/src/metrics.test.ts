import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { METRICS, type MetricName, metricsOf } from "./metrics.ts";

const read = (name: string) => readFileSync(new URL(`../../../ops/${name}`, import.meta.url), "utf8");

/** Each use of a figure with the labels that stand beside it, in braces or after "by". */
function uses(text: string): { name: string; labels: string[] }[] {
  return [...text.matchAll(/(callbay_[a-z_]+)(\{([^}]*)\})?/g)].map(([, name = "", , inside = ""]) => ({
    name: name.replace(/_(bucket|sum|count)$/, ""),
    labels: [...inside.matchAll(/([a-z_]+)\s*[=!]~?/g)].map(([, label = ""]) => label),
  }));
}

function wrong(text: string): string[] {
  return uses(text).flatMap(({ name, labels }) => {
    if (!(name in METRICS)) return [`${name} does not exist`];
    const known: readonly string[] = METRICS[name as MetricName].labels;
    return labels.filter((label) => !known.includes(label)).map((label) => `${name} has no ${label}`);
  });
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

test("the dashboard shows every figure, and none that does not exist", () => {
  const { panels } = JSON.parse(read("grafana-dashboard.json")) as Dashboard;
  const exprs = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(exprs.flatMap(wrong)).toEqual([]);
  const shown = new Set(exprs.flatMap(uses).map(({ name }) => name));
  expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual([]);
});

test("labels that a panel or a rule groups by are labels of what it groups, or Prometheus's own", () => {
  const { panels } = JSON.parse(read("grafana-dashboard.json")) as Dashboard;
  const exprs = [...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), ...rules()];
  for (const expr of exprs) {
    const known = new Set(["job", "instance", "le"]);
    for (const { name } of uses(expr)) for (const label of METRICS[name as MetricName].labels) known.add(label);
    for (const [, by = ""] of expr.matchAll(/by \(([^)]*)\)/g))
      for (const label of by.split(","))
        expect([expr, label.trim(), known.has(label.trim())]).toEqual([expr, label.trim(), true]);
  }
});

function rules(): string[] {
  const text = read("prometheus-alerts.yml").replace(/^#.*$/gm, "");
  return [...text.matchAll(/expr:\s*(?:>-\n)?([\s\S]*?)\n\s+(?:for|labels):/g)].map(([, expr = ""]) => expr);
}

test("alerts speak of figures that exist, and each says what to do", () => {
  const text = read("prometheus-alerts.yml");
  const alerts = text.match(/- alert:/g)?.length ?? 0;
  expect(rules()).toHaveLength(alerts);
  expect(text.match(/action: /g)).toHaveLength(alerts);
  expect(rules().flatMap(wrong)).toEqual([]);
});

test("names follow Prometheus: counters end in _total, durations in _seconds, no label is a person's", () => {
  for (const [name, { type, labels }] of Object.entries(METRICS)) {
    expect([name, name.endsWith("_total")]).toEqual([name, type === "counter"]);
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
    expect(labels.filter((label) => /phone|number|email|account|contact/.test(label))).toEqual([]);
  }
  expect(metricsOf("web").length + metricsOf("worker").length).toBeGreaterThan(metricsOf("web").length);
});
