import { qrMatrix } from "@callbay/domain/qr/qr";

/** Around the code the standard asks for four light modules. */
const QUIET = 4;

/** A QR code, dark on light in either theme: a camera reads no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = qrMatrix(text);
  const size = rows.length + 2 * QUIET;
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-44 rounded-md"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
