import type { CarrierPrice } from "@callbay/domain/routing";
import type { RawTx } from "../client.ts";

/** What these carriers ask for these numbers: every prefix that fits one of them. See carrier_prices() in the migration. */
export async function carrierPrices(
  tx: RawTx,
  carriers: readonly string[],
  phones: readonly string[],
): Promise<CarrierPrice[]> {
  const numbers = [...new Set(phones.map((phone) => phone.replace(/^\+/, "")))];
  return tx.$queryRaw<CarrierPrice[]>`
    SELECT carrier, prefix, currency, per_minute_micros AS "perMinuteMicros"
    FROM carrier_prices(${[...new Set(carriers)]}::text[], ${numbers}::text[])`;
}
