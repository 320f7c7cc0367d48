import { currentUsage } from "@callbay/services/billing/current";
import { getInvoice, invoiceUsage, listInvoices } from "@callbay/services/invoice/read";
import { ask, router } from "../trpc.ts";

export const invoicesRouter = router({
  list: ask(listInvoices),
  get: ask(getInvoice),
  usage: ask(invoiceUsage),
});

export const usageRouter = router({
  current: ask(currentUsage),
});
