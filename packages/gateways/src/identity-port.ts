/** A company's OpenID Connect provider, as it describes itself. */
export interface DescribedProvider {
  /** As it writes itself; identities are kept under this name. */
  readonly issuer: string;
  readonly jwksUri: string;
}

/** What is wrong with a provider, for the person who sets it up. */
export type IdentityProblem = "UNREACHABLE" | "NO_DESCRIPTION" | "OTHER_ISSUER" | "LACKS";

/** Reaches the identity providers that clients name, and nothing else of the network it stands in. */
export interface IdentityProviders {
  /** Reads the discovery document and the keys. @throws IdentityProviderRefused */
  describe(issuer: string): Promise<DescribedProvider>;
  /** Was this token signed by a key of its issuer? @throws IdentityProviderRefused when the keys cannot be read */
  signed(issuer: string, idToken: string): Promise<boolean>;
  /** For the library that speaks the protocol: reaches public addresses over TLS alone, follows no redirect. */
  readonly fetch: typeof fetch;
}

/** The address that a client typed is no provider that can be used. */
export class IdentityProviderRefused extends Error {
  override readonly name = "IdentityProviderRefused";

  constructor(
    readonly problem: IdentityProblem,
    /** What it said or lacks, in a word. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}: ${detail}`, options);
  }
}
