import PDFDocument from "pdfkit";
import { pngSize } from "../../legal-entity/png.ts";
import { fontBytes, runsOf, type Weight } from "./fonts.ts";

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
  readonly align?: "left" | "right";
  /** Height of a line as a multiple of the size. */
  readonly leading?: number;
}

/** A4 in points, with the margins of all our documents. */
export const PAGE = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 48, bottom: 782 } as const;

/**
 * Writes text in several fonts at once, which pdfkit does not: it measures and breaks lines itself. Every position is
 * the top left of a box; every method answers the y below what it wrote.
 */
export class Canvas {
  readonly document: PDFKit.PDFDocument;
  readonly #fonts = new Set<string>();

  constructor(info: { title: string; author: string; at: Date; language: string }) {
    this.document = new PDFDocument({
      size: "A4",
      margin: 0,
      bufferPages: true,
      autoFirstPage: true,
      // No standard font: its metrics are a file that a bundled process does not carry.
      font: "",
      lang: info.language,
      info: { Title: info.title, Author: info.author, Creator: "Callbay", Producer: "Callbay", CreationDate: info.at },
    });
  }

  /** Writes one paragraph within `width`, broken at spaces and between Chinese characters. */
  text(text: string, x: number, y: number, width: number, style: TextStyle): number {
    const lineHeight = style.size * (style.leading ?? 1.45);
    let at = y;
    for (const line of this.lines(text, width, style)) {
      const left = style.align === "right" ? x + width - this.width(line, style) : x;
      this.#line(line, left, at, style);
      at += lineHeight;
    }
    return at;
  }

  /** The lines into which a paragraph breaks. */
  lines(text: string, width: number, style: TextStyle): string[] {
    const lines: string[] = [];
    for (const paragraph of text.split("\n")) {
      let line = "";
      for (const piece of piecesOf(paragraph)) {
        if (line !== "" && this.width(line + piece.trimEnd(), style) > width) {
          lines.push(line.trimEnd());
          line = piece.trimStart();
        } else {
          line += piece;
        }
      }
      lines.push(line.trimEnd());
    }
    return lines;
  }

  width(text: string, style: TextStyle): number {
    return runsOf(text, style.weight ?? "regular").reduce((sum, run) => {
      this.#use(run.font, style.size);
      return sum + this.document.widthOfString(run.text);
    }, 0);
  }

  rule(x1: number, x2: number, y: number, colour: string, thickness = 0.5): void {
    this.document.moveTo(x1, y).lineTo(x2, y).lineWidth(thickness).strokeColor(colour).stroke();
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.document.rect(x, y, width, height).fill(colour);
  }

  /** Draws a PNG as large as fits into the box, at its top left. @returns the y below it. */
  image(png: Buffer, x: number, y: number, width: number, height: number): number {
    const size = pngSize(png);
    const scale = Math.min(width / size.width, height / size.height, 1);
    this.document.image(png, x, y, { width: size.width * scale, height: size.height * scale });
    return y + size.height * scale;
  }

  /** Writes one word across every page, faint enough to read through. */
  watermark(text: string): void {
    const style: TextStyle = { size: 92, weight: "bold", colour: "#111827" };
    const size = (style.size * 520) / Math.max(this.width(text, style), 520);
    const { count } = this.document.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.document.switchToPage(page);
      this.document.save();
      this.document.rotate(-38, { origin: [PAGE.width / 2, PAGE.height / 2] }).opacity(0.06);
      const width = this.width(text, { ...style, size });
      this.#line(text, (PAGE.width - width) / 2, PAGE.height / 2 - size / 2, { ...style, size });
      this.document.restore();
    }
  }

  /** Ends the document. @returns its bytes. */
  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.document.on("data", (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => {
      this.document.on("end", resolve);
      this.document.on("error", reject);
    });
    this.document.end();
    await ended;
    return Buffer.concat(chunks);
  }

  #line(text: string, x: number, y: number, style: TextStyle): void {
    let at = x;
    for (const run of runsOf(text, style.weight ?? "regular")) {
      this.#use(run.font, style.size);
      this.document.fillColor(style.colour ?? "#111827").text(run.text, at, y, { lineBreak: false });
      at += this.document.widthOfString(run.text);
    }
  }

  #use(font: string, size: number): void {
    if (!this.#fonts.has(font)) {
      this.document.registerFont(font, fontBytes(font));
      this.#fonts.add(font);
    }
    this.document.font(font).fontSize(size);
  }
}

/** Words with the space after them, and single Chinese characters with the punctuation that must stay at their side. */
function piecesOf(text: string): string[] {
  return (
    text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{P}]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+\s*|\s+/gu,
    ) ?? []
  );
}
