import type { MinorUnits } from "./money.ts";
import type { PriceComponentType } from "./rating/price-type.ts";
import type { Direction } from "./values.ts";

/** What one kind of price came to on an invoice. */
export interface ComponentFigures {
  readonly type: PriceComponentType;
  readonly direction: Direction | null;
  readonly amountMinor: MinorUnits;
  /** Millionths of its unit, of lines for usage. */
  readonly quantityMicros: bigint;
  /** Of lines for usage alone: what the quantity cost. */
  readonly usageMinor: MinorUnits;
}

export interface InvoiceFigures {
  /** Days that it covers. */
  readonly days: number;
  readonly totalMinor: MinorUnits;
  readonly components: readonly ComponentFigures[];
}

export interface Finding {
  readonly what: "total" | "quantity" | "unit_price" | "component_appeared" | "component_vanished";
  /** Null for the invoice as a whole. */
  readonly componentType: PriceComponentType | null;
  readonly direction: Direction | null;
  /** By how much, in parts per million of before; null where there was nothing before or is nothing now. */
  readonly changePpm: number | null;
}

/** A change from here on is worth a look: 30 %. */
export const UNUSUAL_PPM = 300_000n;
const MILLION = 1_000_000n;

/**
 * What is unusual about an invoice against the one before it: its total, what a kind of price counted or cost by the
 * piece (calls, minutes, seats), and prices that came or went. Totals and quantities are compared per day, since
 * periods differ in length.
 */
export function unusual(now: InvoiceFigures, before: InvoiceFigures): Finding[] {
  const days = { now: BigInt(now.days), before: BigInt(before.days) };
  const findings: Finding[] = [];
  const add = (what: Finding["what"], of: ComponentFigures | null, changePpm: bigint | null): void => {
    if (changePpm !== null && changePpm < UNUSUAL_PPM && -changePpm < UNUSUAL_PPM) return;
    findings.push({
      what,
      componentType: of?.type ?? null,
      direction: of?.direction ?? null,
      changePpm: changePpm === null ? null : Number(changePpm),
    });
  };
  if (before.totalMinor !== 0n) add("total", null, change(now.totalMinor * days.before, before.totalMinor * days.now));
  for (const component of now.components) {
    const earlier = before.components.find((one) => same(one, component));
    if (!earlier) {
      add("component_appeared", component, null);
      continue;
    }
    const [count, was] = [component.quantityMicros, earlier.quantityMicros];
    if (was <= 0n || count <= 0n) continue;
    add("quantity", component, change(count * days.before, was * days.now));
    if (earlier.usageMinor > 0n)
      add("unit_price", component, change(component.usageMinor * was, earlier.usageMinor * count));
  }
  for (const component of before.components) {
    if (!now.components.some((one) => same(one, component))) add("component_vanished", component, null);
  }
  return findings;
}

function same(a: ComponentFigures, b: ComponentFigures): boolean {
  return a.type === b.type && a.direction === b.direction;
}

function change(now: bigint, before: bigint): bigint {
  return ((now - before) * MILLION) / (before < 0n ? -before : before);
}
