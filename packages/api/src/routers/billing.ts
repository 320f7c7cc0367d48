import { closePeriod } from "@callbay/services/billing/close";
import { billingContracts } from "@callbay/services/billing/current";
import { discardInvoice } from "@callbay/services/billing/discard";
import { finaliseInvoice } from "@callbay/services/billing/finalise";
import { anyInvoiceUsage, getAnyInvoice, listAllInvoices } from "@callbay/services/invoice/read";
import { ask, change, router } from "../trpc.ts";

export const operatorBillingRouter = router({
  contracts: ask(billingContracts),
  close: change(closePeriod),
  finalise: change(finaliseInvoice),
  discard: change(discardInvoice),
  invoices: ask(listAllInvoices),
  invoice: ask(getAnyInvoice),
  usage: ask(anyInvoiceUsage),
});
