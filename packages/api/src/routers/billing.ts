import { closePeriod } from "@callbay/services/billing/close";
import { billingContracts } from "@callbay/services/billing/current";
import { discardInvoice } from "@callbay/services/billing/discard";
import { finaliseInvoice } from "@callbay/services/billing/finalise";
import { liveCosts } from "@callbay/services/billing/live";
import { anyInvoiceUsage, getAnyInvoice, listAllInvoices } from "@callbay/services/invoice/read";
import { listMail, retryMail } from "@callbay/services/mail/list";
import { ageing } from "@callbay/services/month/ageing";
import { closingBoard } from "@callbay/services/month/board";
import { creditNote } from "@callbay/services/month/credit-note";
import { addLine, removeLine } from "@callbay/services/month/lines";
import { openReview } from "@callbay/services/month/open-review";
import { sendInvoice } from "@callbay/services/month/send";
import { clientStatement } from "@callbay/services/month/statement";
import { voidInvoice } from "@callbay/services/month/void";
import { ask, change, router } from "../trpc.ts";

export const operatorBillingRouter = router({
  addLine: change(addLine),
  ageing: ask(ageing),
  board: ask(closingBoard),
  close: change(closePeriod),
  contracts: ask(billingContracts),
  live: ask(liveCosts),
  creditNote: change(creditNote),
  discard: change(discardInvoice),
  finalise: change(finaliseInvoice),
  invoice: ask(getAnyInvoice),
  invoices: ask(listAllInvoices),
  openReview: change(openReview),
  removeLine: change(removeLine),
  send: change(sendInvoice),
  statement: ask(clientStatement),
  usage: ask(anyInvoiceUsage),
  void: change(voidInvoice),
});

/** What was written to clients. */
export const operatorMailRouter = router({
  list: ask(listMail),
  retry: change(retryMail),
});
