/** Splits delimited text into records of fields: quotes, doubled quotes and line ends within quotes as RFC 4180 has them. */
export function csvRecords(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  const endField = () => {
    record.push(field.trim());
    field = "";
  };
  const endRecord = () => {
    endField();
    if (record.some((one) => one !== "")) records.push(record);
    record = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && field.trim() === "") {
      field = "";
      quoted = true;
    } else if (sign === delimiter) endField();
    else if (sign === "\n" || sign === "\r") endRecord();
    else field += sign;
  }
  endRecord();
  return records;
}
