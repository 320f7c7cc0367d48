import { decimals } from "./decimal.ts";
import { type Document, each, isAllowance, type Rule, rule } from "./rule.ts";
import { all, type Element, textAt } from "./xml.ts";

const MOST = 2;

const atMost = (id: string, what: string, path: string, where: (document: Document) => readonly Element[]): Rule =>
  rule(id, `two decimals at most of ${what}`, (document) =>
    each(where(document), (element) => decimals(textAt(element, path)) <= MOST),
  );

const totals = ({ totals: of }: Document): Element[] => (of ? [of] : []);
const lineAllowances = ({ lines }: Document): Element[] =>
  lines.flatMap((line) => all(line, "AllowanceCharge")).filter(isAllowance);
const lineCharges = ({ lines }: Document): Element[] =>
  lines.flatMap((line) => all(line, "AllowanceCharge")).filter((one) => !isAllowance(one));
/** VAT totals in the currency that `code` names. */
const vatTotals =
  (code: string) =>
  ({ root }: Document): Element[] =>
    all(root, "TaxTotal").filter((total) =>
      all(total, "TaxAmount").some(({ attributes }) => attributes.currencyID === textAt(root, code)),
    );

/** How many decimals amounts may have: BR-DEC. */
export const DECIMALS: readonly Rule[] = [
  atMost("BR-DEC-1", "allowances (BT-92)", "Amount", ({ allowances }) => allowances),
  atMost("BR-DEC-2", "what allowances are of (BT-93)", "BaseAmount", ({ allowances }) => allowances),
  atMost("BR-DEC-5", "charges (BT-99)", "Amount", ({ charges }) => charges),
  atMost("BR-DEC-6", "what charges are of (BT-100)", "BaseAmount", ({ charges }) => charges),
  atMost("BR-DEC-9", "the sum of lines (BT-106)", "LineExtensionAmount", totals),
  atMost("BR-DEC-10", "the sum of allowances (BT-107)", "AllowanceTotalAmount", totals),
  atMost("BR-DEC-11", "the sum of charges (BT-108)", "ChargeTotalAmount", totals),
  atMost("BR-DEC-12", "the total without VAT (BT-109)", "TaxExclusiveAmount", totals),
  atMost("BR-DEC-13", "the VAT total (BT-110)", "TaxAmount", vatTotals("DocumentCurrencyCode")),
  atMost("BR-DEC-14", "the total with VAT (BT-112)", "TaxInclusiveAmount", totals),
  atMost("BR-DEC-15", "the VAT total in the accounting currency (BT-111)", "TaxAmount", vatTotals("TaxCurrencyCode")),
  atMost("BR-DEC-16", "what was paid (BT-113)", "PrepaidAmount", totals),
  atMost("BR-DEC-17", "the rounding (BT-114)", "PayableRoundingAmount", totals),
  atMost("BR-DEC-18", "the amount due (BT-115)", "PayableAmount", totals),
  atMost("BR-DEC-19", "taxable amounts (BT-116)", "TaxableAmount", ({ breakdown }) => breakdown),
  atMost("BR-DEC-20", "tax amounts (BT-117)", "TaxAmount", ({ breakdown }) => breakdown),
  atMost("BR-DEC-23", "line amounts (BT-131)", "LineExtensionAmount", ({ lines }) => lines),
  atMost("BR-DEC-24", "line allowances (BT-136)", "Amount", lineAllowances),
  atMost("BR-DEC-25", "what line allowances are of (BT-137)", "BaseAmount", lineAllowances),
  atMost("BR-DEC-27", "line charges (BT-141)", "Amount", lineCharges),
  atMost("BR-DEC-28", "what line charges are of (BT-142)", "BaseAmount", lineCharges),
];
