/** Registers of numbers that nobody may dial, as large as a country's, asked in memory or from their packed files. */
export interface RegisterLookup {
  /**
   * Which of these numbers stand on a register that binds the client: the operator's registers and its own.
   *
   * @param phones E.164.
   * @returns the register of each number that stands on one.
   * @throws CallbayError REGISTER_UNREADABLE: a register that cannot be read lets nobody through.
   */
  onRegisters(
    tenantId: string,
    phones: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly registerId: string; readonly operator: boolean }>>;
}
