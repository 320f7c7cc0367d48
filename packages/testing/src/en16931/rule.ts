import type { Element } from "./xml.ts";

/** A UBL document with its parts that rules ask for again and again. */
export interface Document {
  readonly root: Element;
  readonly lines: readonly Element[];
  /** BG-20 and BG-21. */
  readonly allowances: readonly Element[];
  readonly charges: readonly Element[];
  /** BG-23. */
  readonly breakdown: readonly Element[];
  readonly totals: Element | undefined;
}

/** A business rule of EN 16931-1. */
export interface Rule {
  /** As the standard numbers it: "BR-CO-10". */
  readonly id: string;
  /** What it asks, in short. */
  readonly asks: string;
  /** Does the document keep it? What it does not speak of, it keeps. */
  readonly holds: (document: Document) => boolean;
}

export function rule(id: string, asks: string, holds: Rule["holds"]): Rule {
  return { id, asks, holds };
}

/** Is it so for each of these? */
export function each(elements: readonly Element[], holds: (element: Element) => boolean): boolean {
  return elements.every(holds);
}

/** Is this allowance or charge an allowance? */
export function isAllowance(element: Element): boolean {
  return element.children.some(({ name, text }) => name === "ChargeIndicator" && text.trim() === "false");
}
