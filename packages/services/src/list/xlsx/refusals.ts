import { CallbayError } from "@callbay/domain/errors";

/** Why a file cannot be read as a table. Nothing of it is kept. */
export const FILE_REFUSALS = {
  FILE_XLS: "This is a workbook of the old kind (.xls). Nothing was imported; save it as .xlsx or CSV and upload that.",
  FILE_ENCRYPTED:
    "This file is protected with a password. Nothing was imported; save it without one and upload it again.",
  FILE_NOT_A_TABLE: "This file is no table. Nothing was imported; save the list as .xlsx or CSV and upload that.",
  FILE_DAMAGED: "This workbook is damaged. Nothing more was imported from it; open it, save it anew and upload that.",
  FILE_UNPACKS_TOO_LARGE:
    "This workbook unpacks to far more than a list can be. Nothing more was imported from it; save the sheet as CSV.",
  TOO_MANY_COLUMNS: "This table has more than 500 columns. Nothing was imported; leave out those that nobody needs.",
} as const;

export type FileRefusal = keyof typeof FILE_REFUSALS;

export function fileRefusal(code: FileRefusal, details: Record<string, unknown> = {}): CallbayError {
  return new CallbayError("invalid", code, FILE_REFUSALS[code], details);
}
