import { z } from "zod";

/** An e-mail address as Callbay keeps it: trimmed and in lower case, so that one person is one account. */
export const emailAddress = z.string().trim().toLowerCase().pipe(z.email().max(254));
