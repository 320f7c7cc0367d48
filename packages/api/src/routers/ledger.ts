import { ledgerCheck } from "@callbay/services/ledger/check";
import { ledgerBalances, ledgerEntries, ledgerTrial } from "@callbay/services/ledger/read";
import { ask, router } from "../trpc.ts";

export const operatorLedgerRouter = router({
  balances: ask(ledgerBalances),
  entries: ask(ledgerEntries),
  trial: ask(ledgerTrial),
  check: ask(ledgerCheck),
});
