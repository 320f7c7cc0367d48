import { CallbayError } from "@callbay/domain/errors";
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Elements that may come several times; one alone is a list too. */
const REPEATED = new Set(["Stmt", "Ntry", "NtryDtls", "TxDtls", "Strd", "Ustrd", "RfrdDocInf", "AddtlRmtInf"]);

const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // No entity is ever expanded by the parser; the five of XML itself, and characters by number, are put in here.
  processEntities: false,
  tagValueProcessor: (_name, value) => characters(value),
  isArray: (name) => REPEATED.has(name),
  maxNestedTags: 64,
});

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function characters(value: string): string {
  return value.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/**
 * The tree of a CAMT message, as the domain reads it.
 *
 * @throws CallbayError STATEMENT_XML_INVALID, also for one that declares entities: no bank does.
 */
export function camtTree(xml: string): unknown {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw invalid("it declares a document type");
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw invalid(`line ${verdict.err.line}: ${verdict.err.msg}`);
  try {
    return parser.parse(xml);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "unknown");
  }
}

function invalid(what: string): CallbayError {
  return new CallbayError(
    "invalid",
    "STATEMENT_XML_INVALID",
    `This file is no XML that can be read (${what}). Nothing was imported; fetch the statement from the bank again.`,
    { what },
  );
}
