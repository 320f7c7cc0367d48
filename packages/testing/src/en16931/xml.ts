import { XMLParser } from "fast-xml-parser";
import { z } from "zod";

/** An element; names are without their prefix, which a document chooses for itself. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

const nodes = z.array(z.record(z.string(), z.unknown()));

/** The root of a document. @throws Error when there is none. */
export function parseXml(xml: string): Element {
  const root = elementsOf(nodes.parse(parser.parse(xml))).find((element) => !element.name.startsWith("?"));
  if (!root) throw new Error("This XML has no root");
  return root;
}

function elementsOf(list: z.output<typeof nodes>): Element[] {
  return list.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ":@");
    if (name === undefined || name === "#text") return [];
    const inner = nodes.safeParse(node[name]).data ?? [];
    const attributes = z.record(z.string(), z.string()).safeParse(node[":@"]).data ?? {};
    const text = inner.map((child) => (typeof child["#text"] === "string" ? child["#text"] : "")).join("");
    return [{ name, attributes, children: elementsOf(inner), text }];
  });
}

/** Every element at a path of names: "Party/PostalAddress/Country". */
export function all(element: Element, path: string): Element[] {
  return path
    .split("/")
    .reduce<Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((one) => one.name === name)),
      [element],
    );
}

/** The first at a path. */
export function one(element: Element, path: string): Element | undefined {
  return all(element, path)[0];
}

/** The text at a path; "" where there is none. */
export function textAt(element: Element, path: string): string {
  return one(element, path)?.text.trim() ?? "";
}

/** Is there an element with some text at a path? */
export function says(element: Element, path: string): boolean {
  return textAt(element, path) !== "";
}

/** Every element of these names, at any depth. */
export function anywhere(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...anywhere(child, name)]);
}
