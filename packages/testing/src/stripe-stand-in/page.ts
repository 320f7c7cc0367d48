import { CARDS } from "./cards.ts";
import type { Session } from "./shapes.ts";

/** The payment page: plain HTML, so that a browser's test reads it like any other. */
export function checkoutPage(session: Session, notice: "declined" | "authenticate" | null, card: string): string {
  const what = session.mode === "setup" ? "Save this card" : `Pay ${session.amount_total} ${session.currency}`;
  const cards = CARDS.map(
    ({ key, label }) =>
      `<label><input type="radio" name="card" value="${key}"${key === card ? " checked" : ""}> ${label}</label><br>`,
  ).join("\n");
  const choice = notice === "authenticate" ? `<input type="hidden" name="card" value="${escapeHtml(card)}">` : cards;
  const button = notice === "authenticate" ? "Confirm with your bank" : what;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Stand-in checkout</title></head><body>
<main><h1>Stand-in checkout</h1>
${notice === "declined" ? '<p role="alert">Your card was declined. Try another.</p>' : ""}
${notice === "authenticate" ? '<p role="status">Your bank asks you to confirm this payment.</p>' : ""}
<form method="post">
${choice}
${notice === "authenticate" ? '<input type="hidden" name="confirmed" value="yes">' : ""}
<button type="submit">${escapeHtml(button)}</button>
</form>
<p><a href="${escapeHtml(session.cancel_url)}">Back without paying</a></p></main>
</body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
