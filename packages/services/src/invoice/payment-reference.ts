/** What a payer writes on a transfer, so that the payment finds its invoice. */
export { paymentReference } from "@callbay/domain/bank/reference";
