/** A refusal in Stripe's form. */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly error: Readonly<Record<string, unknown>>,
  ) {
    super(String(error.message ?? error.code ?? "refused"));
  }
}

export function missing(what: string, id: string): StripeFault {
  return new StripeFault(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${what}: '${id}'`,
    param: "id",
  });
}

export function invalid(message: string, code = "parameter_invalid_empty"): StripeFault {
  return new StripeFault(400, { type: "invalid_request_error", code, message });
}
