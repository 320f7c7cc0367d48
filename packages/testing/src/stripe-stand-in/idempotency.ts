interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The same key gives the same answer, and with another request a refusal, as Stripe does it. */
export class Idempotency {
  private readonly answers = new Map<string, { readonly request: string; readonly answer: Answer }>();

  once(key: string | null, request: string, run: () => Answer): Answer {
    if (key === null) return run();
    const known = this.answers.get(key);
    if (!known) {
      const answer = run();
      this.answers.set(key, { request, answer });
      return answer;
    }
    if (known.request === request) return known.answer;
    return {
      status: 400,
      body: {
        error: {
          type: "idempotency_error",
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with: ${key}`,
        },
      },
    };
  }
}
