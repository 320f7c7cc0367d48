import { isBic, isIban } from "@callbay/domain/bank/account";
import { isPhoneCountry } from "@callbay/domain/phone";
import { z } from "../verb.ts";

const line = z.string().trim().min(1).max(120);

/** An ISO 3166 country, two letters. */
export const country = z.string().refine(isPhoneCountry, "an ISO 3166 country code such as HK");

/** Where a company is and how it is taxed, as documents print it; a field left out stays as it is. */
export const addressDetails = {
  addressLines: z.array(line).max(6).optional(),
  city: z.string().trim().max(120).optional(),
  postalCode: z.string().trim().max(20).optional(),
};

/**
 * The electronic address that e-invoices are sent to: a scheme of the EAS list (0088, 9930, EM …) and the identifier.
 * Both or neither; null takes it away.
 */
export const endpoint = z
  .strictObject({
    scheme: z.string().regex(/^(\d{4}|[A-Z]{2})$/, "a scheme of the EAS list, such as 0088 or EM"),
    id: z.string().trim().min(1).max(100),
  })
  .nullable();

/** An account that can be paid to, kept without spaces; null takes it away. */
export const iban = z
  .string()
  .transform((text) => text.replace(/\s/g, "").toUpperCase())
  .refine(isIban, "an IBAN with the right check digits")
  .nullable();

export const bic = z.string().trim().toUpperCase().refine(isBic, "a BIC of 8 or 11 characters").nullable();
