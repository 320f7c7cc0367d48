import { currentUsage } from "@callbay/services/billing/current";
import { getInvoice, invoiceUsage, listInvoices } from "@callbay/services/invoice/read";
import { acceptInvoice } from "@callbay/services/month/accept";
import { disputeLine, withdrawDispute } from "@callbay/services/month/dispute";
import { ownStatement } from "@callbay/services/month/statement";
import { ask, change, router } from "../trpc.ts";

export const invoicesRouter = router({
  list: ask(listInvoices),
  get: ask(getInvoice),
  usage: ask(invoiceUsage),
  accept: change(acceptInvoice),
  dispute: change(disputeLine),
  withdrawDispute: change(withdrawDispute),
  statement: ask(ownStatement),
});

export const usageRouter = router({
  current: ask(currentUsage),
});
