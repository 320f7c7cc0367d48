import { type CellFormat, cellNumber } from "@callbay/domain/import/cell-format";
import { fileRefusal } from "./refusals.ts";
import { unescaped } from "./shared-strings.ts";
import { parsed, xmlParser } from "./xml.ts";
import type { ZipFile } from "./zip-file.ts";

export const MAX_COLUMNS = 500;

/** A row of a sheet. A cell is its text, or the number of a shared string. */
export interface RawRow {
  readonly number: number;
  readonly cells: readonly (string | number)[];
  /** Formulas whose value the file does not hold: their cells are empty. */
  readonly hollow: number;
}

export interface CellReading {
  readonly formats: readonly CellFormat[];
  readonly is1904: boolean;
}

const GENERAL: CellFormat = { kind: "general" };

/**
 * The rows of a sheet that have a value, in their order. Of a formula the value that its program stored is taken; nothing
 * is ever calculated. @throws CallbayError FILE_DAMAGED, TOO_MANY_COLUMNS, FILE_UNPACKS_TOO_LARGE
 */
export async function* sheetRows(
  zip: ZipFile,
  part: string,
  reading: CellReading,
): AsyncGenerator<{ items: readonly RawRow[]; read: number }, void, undefined> {
  const reader = new RowParser(reading);
  const feed = xmlParser({
    open: (name, attributes) => reader.open(name, attributes),
    close: (name) => reader.close(name),
    text: (text) => reader.text(text),
  });
  yield* parsed(zip.read(part), feed, () => reader.take());
}

class RowParser {
  private rows: RawRow[] = [];
  private cells: (string | number)[] = [];
  private lastRow = 0;
  private rowNumber = 0;
  private hasValue = false;
  private hollow = 0;
  private column = -1;
  private type = "n";
  private format: CellFormat = GENERAL;
  private value: string | null = null;
  private isFormula = false;
  /** Inside an element whose text is the cell's value. */
  private collecting = false;
  private spoken = 0;

  constructor(private readonly reading: CellReading) {}

  take(): RawRow[] {
    const taken = this.rows;
    this.rows = [];
    return taken;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "c") this.openCell(attributes);
    else if (name === "v" || name === "t") this.collecting = this.spoken === 0;
    else if (name === "f") this.isFormula = true;
    else if (name === "rPh") this.spoken += 1;
    else if (name === "row") {
      this.rowNumber = Math.max(this.lastRow + 1, Number(attributes.r) || 0);
      this.cells = [];
      this.column = -1;
      this.hasValue = false;
      this.hollow = 0;
    }
  }

  text(text: string): void {
    if (this.collecting) this.value = this.value === null ? text : this.value + text;
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.collecting = false;
    else if (name === "rPh") this.spoken -= 1;
    else if (name === "c") this.closeCell();
    else if (name === "row") {
      this.lastRow = this.rowNumber;
      if (this.hasValue || this.hollow > 0)
        this.rows.push({ number: this.rowNumber, cells: this.cells, hollow: this.hollow });
    }
  }

  private openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    this.column = r === undefined ? this.column + 1 : columnOf(r, this.column + 1);
    this.type = t ?? "n";
    this.format = (s === undefined ? undefined : this.reading.formats[Number(s)]) ?? GENERAL;
    this.value = null;
    this.isFormula = false;
  }

  private closeCell(): void {
    const value = this.cellValue();
    if (value === "") {
      if (this.isFormula && this.value === null) this.hollow += 1;
      return;
    }
    if (this.column >= MAX_COLUMNS) throw fileRefusal("TOO_MANY_COLUMNS", { limit: MAX_COLUMNS });
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = value;
    this.hasValue = true;
  }

  private cellValue(): string | number {
    const value = this.value;
    if (value === null) return "";
    switch (this.type) {
      case "s": {
        const index = Number(value);
        return Number.isInteger(index) && index >= 0 ? index : "";
      }
      case "n":
        return cellNumber(value, this.format, this.reading.is1904);
      case "b":
        return value.trim() === "1" ? "true" : "false";
      // A failed formula, "#N/A": there is no value.
      case "e":
        return "";
      case "d":
        return value.replace(/T00:00:00(?:\.0+)?Z?$/, "").replace("T", " ");
      default:
        return unescaped(value);
    }
  }
}

/** "BC12" → 54. */
function columnOf(reference: string, otherwise: number): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column === 0 ? otherwise : column - 1;
}
