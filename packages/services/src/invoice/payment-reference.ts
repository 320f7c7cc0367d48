/** What a payer writes on a transfer, so that the payment finds its invoice. */
export function paymentReference(number: string): string {
  return number;
}
