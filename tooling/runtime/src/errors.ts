/** What went wrong while the embedded parts were being brought up; stable, so that callers and docs can name it. */
export type RuntimeErrorCode =
  | "NOT_DEBIAN"
  | "NO_APT"
  | "UNSUPPORTED_ARCH"
  | "PACKAGE_SOURCE"
  | "DISK_FULL"
  | "ROOT_BUSY"
  | "ROOT_BROKEN"
  | "DB_FOLDER"
  | "DB_BINARIES"
  | "DB_USER"
  | "PORT_IN_USE"
  | "ALREADY_RUNNING"
  | "START_FAILED";

/** A failure that a person can do something about: one sentence, and the remedy. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
  readonly remedy: string;

  constructor(code: RuntimeErrorCode, sentence: string, remedy: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = "RuntimeError";
    this.code = code;
    this.remedy = remedy;
  }

  /** The text to show at a terminal. */
  toDisplay(): string {
    return `${this.message}\n  What to do: ${this.remedy}`;
  }
}
