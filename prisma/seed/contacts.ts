/** The demo's list: invented people with numbers that a plan could hold; the simulated carrier answers for all of them. */
const GIVEN = [
  "Mei 美",
  "Kit 杰",
  "Ling 玲",
  "Tom",
  "Ada",
  "Hei 晞",
  "Yan 欣",
  "Sam",
  "Ivy",
  "Chun 俊",
  "Grace",
  "Leo",
  "Fei 飞",
  "Rosa",
  "Ming 明",
  "Noah",
];
const FAMILY = [
  "Chan 陈",
  "Wong 黄",
  "Lee 李",
  "Cheung 张",
  "Lau 刘",
  "Smith",
  "Ho 何",
  "Tam 谭",
  "Fok 霍",
  "Garcia",
  "Yuen 袁",
];
const TRIPS = [
  "Kyoto in autumn",
  "Norwegian fjords",
  "Bali",
  "Sydney and the reef",
  "Silk Road 丝绸之路",
  "Lisbon",
  "Hokkaido snow",
];

export interface CountryNumbers {
  /** E.164 up to the part that is counted. */
  readonly prefix: string;
  readonly digits: number;
}

export const HONG_KONG: CountryNumbers = { prefix: "+8526123", digits: 4 };
export const NORWAY: CountryNumbers = { prefix: "+474123", digits: 4 };

/** A CSV as a client would upload it, always the same. */
export function contactsCsv(rows: number, { prefix, digits }: CountryNumbers): string {
  const lines = ["name,phone,last_trip,customer_no"];
  for (let i = 0; i < rows; i++) {
    const name = `${GIVEN[(i * 7) % GIVEN.length]} ${FAMILY[(i * 5) % FAMILY.length]}`;
    // 37 is prime to 10,000: the numbers differ, and their last digits, which decide how a callee behaves, are mixed.
    const number = `${prefix}${String((i * 37 + 1_000) % 10 ** digits).padStart(digits, "0")}`;
    lines.push(`${name},${number},${TRIPS[(i * 3) % TRIPS.length]},C${String(10_000 + i)}`);
  }
  return `${lines.join("\r\n")}\r\n`;
}
