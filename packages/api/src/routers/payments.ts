import { ignoreLine, listLines, listStatements, matchLineByHand } from "@callbay/services/bank/lines";
import { allocatePayment } from "@callbay/services/payment/allocate";
import { checkoutInvoice } from "@callbay/services/payment/checkout";
import { listAllPayments, listPayments } from "@callbay/services/payment/list";
import { paymentOptions, removeMethod, savedMethod, setupMethod } from "@callbay/services/payment/method";
import { refundPayment } from "@callbay/services/payment/refund";
import { ask, change, router } from "../trpc.ts";

export const paymentsRouter = router({
  list: ask(listPayments),
  method: ask(savedMethod),
  options: ask(paymentOptions),
  checkout: change(checkoutInvoice),
  setupMethod: change(setupMethod),
  removeMethod: change(removeMethod),
});

export const operatorPaymentsRouter = router({
  all: ask(listAllPayments),
  refund: change(refundPayment),
  allocate: change(allocatePayment),
});

/** Bank statements; their files come in beside tRPC. */
export const operatorBankRouter = router({
  statements: ask(listStatements),
  lines: ask(listLines),
  match: change(matchLineByHand),
  ignore: change(ignoreLine),
});
