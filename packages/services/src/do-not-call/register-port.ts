/** A number that a register holds back. */
export interface RegisterMark {
  readonly registerId: string;
  /** The operator's, which binds every client. */
  readonly operator: boolean;
  /** The register cannot be read, or is too old to dial by: whether the number stands on it nobody knows. */
  readonly unreadable: boolean;
}

/** Registers of numbers that nobody may dial, as large as a country's, asked in memory or from their packed files. */
export interface RegisterLookup {
  /**
   * Which of these numbers stand on a register that binds the client: the operator's registers and its own.
   *
   * @param phones E.164.
   * @returns the register of each number that stands on one.
   * @throws CallbayError REGISTER_UNREADABLE: a register that cannot be read lets nobody through.
   */
  onRegisters(tenantId: string, phones: readonly string[]): Promise<ReadonlyMap<string, RegisterMark>>;

  /**
   * The same for the gate, which judges number by number: a register that cannot be read marks those whom it binds, and
   * the others go on. A number that stands on another register is marked by that one.
   *
   * @throws CallbayError REGISTER_UNREADABLE: nobody knows which registers are in force.
   */
  marksOf(tenantId: string, phones: readonly string[]): Promise<ReadonlyMap<string, RegisterMark>>;
}
