import { figure, sum } from "./decimal.ts";
import { type Document, each, type Rule, rule } from "./rule.ts";
import { taxAgrees } from "./totals.ts";
import { all, type Element, one, says, textAt } from "./xml.ts";

const SELLER = "AccountingSupplierParty/Party";
const BUYER = "AccountingCustomerParty/Party";

/** How a category of UNCL 5305 is treated. */
interface Category {
  readonly code: string;
  /** In the numbers of its rules. */
  readonly name: string;
  readonly rate: "positive" | "zero" | "none";
  readonly exemption: "needed" | "refused";
}

const CATEGORIES: readonly Category[] = [
  { code: "S", name: "S", rate: "positive", exemption: "refused" },
  { code: "Z", name: "Z", rate: "zero", exemption: "refused" },
  { code: "E", name: "E", rate: "zero", exemption: "needed" },
  { code: "AE", name: "AE", rate: "zero", exemption: "needed" },
  { code: "O", name: "O", rate: "none", exemption: "needed" },
];

const isVat = (element: Element): boolean => textAt(element, "TaxScheme/ID").toUpperCase() === "VAT";
const vatNumber = (party: Element | undefined): boolean =>
  party !== undefined && all(party, "PartyTaxScheme").some((one) => isVat(one) && says(one, "CompanyID"));
const sellerTaxed = ({ root }: Document): boolean =>
  says(root, `${SELLER}/PartyTaxScheme/CompanyID`) || vatNumber(one(root, "TaxRepresentativeParty"));
const buyerNamed = ({ root }: Document): boolean =>
  vatNumber(one(root, BUYER)) || says(root, `${BUYER}/PartyLegalEntity/CompanyID`);
const nobodyVat = ({ root }: Document): boolean =>
  !vatNumber(one(root, SELLER)) && !vatNumber(one(root, BUYER)) && !vatNumber(one(root, "TaxRepresentativeParty"));

/** The VAT category of a line, an allowance or a charge. */
function categoryOf(element: Element): Element | undefined {
  return one(element, "Item/ClassifiedTaxCategory") ?? one(element, "TaxCategory");
}

function rulesOf({ code, name, rate, exemption }: Category): Rule[] {
  const id = (number: number): string => `BR-${name}-${number}`;
  const has = (element: Element): boolean => textAt(categoryOf(element) ?? element, "ID") === code;
  const groups = ({ breakdown }: Document): Element[] =>
    breakdown.filter((group) => textAt(group, "TaxCategory/ID") === code);
  const numbers = (document: Document): boolean => {
    if (code === "O") return nobodyVat(document);
    return sellerTaxed(document) && (code !== "AE" || buyerNamed(document));
  };
  const rated = (element: Element): boolean => {
    const category = categoryOf(element);
    const text = category ? textAt(category, "Percent") : "";
    if (rate === "none") return text === "";
    return rate === "positive" ? figure(text) > 0n : text !== "" && figure(text) === 0n;
  };
  const taxed = (of: Document) => ({
    lines: of.lines.filter(has),
    allowances: of.allowances.filter(has),
    charges: of.charges.filter(has),
  });
  const who =
    code === "O" ? "nobody's VAT number" : `the seller's tax number${code === "AE" ? " and the buyer's" : ""}`;
  const what = { positive: "a rate above zero", zero: "a rate of zero", none: "no rate" }[rate];
  return [
    rule(id(1), `a VAT group of ${code} where, and only where, something has this category`, (document) => {
      const { lines, allowances, charges } = taxed(document);
      const used = lines.length + allowances.length + charges.length > 0;
      const count = groups(document).length;
      return used ? (code === "S" ? count > 0 : count === 1) : count === 0;
    }),
    rule(id(2), `${who} with lines of ${code}`, (of) => taxed(of).lines.length === 0 || numbers(of)),
    rule(id(3), `${who} with allowances of ${code}`, (of) => taxed(of).allowances.length === 0 || numbers(of)),
    rule(id(4), `${who} with charges of ${code}`, (of) => taxed(of).charges.length === 0 || numbers(of)),
    rule(id(5), `${what} on lines of ${code}`, (of) => each(taxed(of).lines, rated)),
    rule(id(6), `${what} on allowances of ${code}`, (of) => each(taxed(of).allowances, rated)),
    rule(id(7), `${what} on charges of ${code}`, (of) => each(taxed(of).charges, rated)),
    rule(
      id(8),
      `a taxable amount of ${code} that is the sum of what has it${code === "S" ? ", rate by rate" : ""}`,
      (of) =>
        each(groups(of), (group) => {
          const percent = figure(textAt(group, "TaxCategory/Percent"));
          const same = (element: Element): boolean =>
            code !== "S" || figure(textAt(categoryOf(element) ?? element, "Percent")) === percent;
          const { lines, allowances, charges } = taxed(of);
          const amounts = (elements: readonly Element[], path: string): bigint =>
            sum(elements.filter(same).map((element) => figure(textAt(element, path))));
          const net =
            amounts(lines, "LineExtensionAmount") - amounts(allowances, "Amount") + amounts(charges, "Amount");
          return figure(textAt(group, "TaxableAmount")) === net;
        }),
    ),
    rule(id(9), code === "S" ? "a tax of S that is its amount times its rate" : `no tax of ${code}`, (of) =>
      each(groups(of), (group) => (code === "S" ? taxAgrees(group) : figure(textAt(group, "TaxAmount")) === 0n)),
    ),
    rule(id(10), `${exemption === "needed" ? "a" : "no"} reason for an exemption with ${code}`, (of) =>
      each(groups(of), (group) => {
        const said = says(group, "TaxCategory/TaxExemptionReason") || says(group, "TaxCategory/TaxExemptionReasonCode");
        return said === (exemption === "needed");
      }),
    ),
  ];
}

const isO = (element: Element): boolean => textAt(categoryOf(element) ?? element, "ID") === "O";
const hasO = ({ breakdown }: Document): boolean => breakdown.some(isO);

/** What each VAT category asks: BR-S, BR-Z, BR-E, BR-AE and BR-O. */
export const VAT: readonly Rule[] = [
  ...CATEGORIES.flatMap(rulesOf),
  rule("BR-O-11", "no other VAT group beside one of O", (of) => !hasO(of) || each(of.breakdown, isO)),
  rule("BR-O-12", "no line of another category beside a group of O", (of) => !hasO(of) || each(of.lines, isO)),
  rule(
    "BR-O-13",
    "no allowance of another category beside a group of O",
    (of) => !hasO(of) || each(of.allowances, isO),
  ),
  rule("BR-O-14", "no charge of another category beside a group of O", (of) => !hasO(of) || each(of.charges, isO)),
];
