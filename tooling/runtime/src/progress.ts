/** Receives one short human sentence per step of a start. */
export type OnProgress = (message: string) => void;

/** For callers that do not care. */
export const noProgress: OnProgress = () => undefined;
