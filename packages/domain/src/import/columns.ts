/** Which column of a file is what; columns are counted from 0. */
export interface ColumnMapping {
  readonly columnCount: number;
  /** false: the first row is no header but a contact already. */
  readonly hasHeader: boolean;
  /** Numbers of the contact, the first to be dialled first. Empty: no column looks like one, the user has to say. */
  readonly phones: readonly number[];
  /** Columns that make up the display name, joined by a space. */
  readonly names: readonly number[];
  /** ISO 3166 alpha-2 of the row's numbers. */
  readonly country: number | null;
  /** IANA time zone of the contact. */
  readonly timezone: number | null;
  /** When the contact itself agreed to be called. */
  readonly consentAt: number | null;
  /** Where the proof of it is: a reference, a link. */
  readonly consentProof: number | null;
  /** All others, with the key under which scripts and filters know them. */
  readonly attributes: readonly { readonly column: number; readonly key: string }[];
}

/** Headers as `plain` writes them: lower case, without spaces, signs or brackets. */
const PHONE = new Set(
  (
    "phone phones phonenumber phoneno mobile mobilephone mobilenumber mobileno cell cellphone cellnumber tel telephone " +
    "telephonenumber telno msisdn contactnumber contactno contactphone number dial callnumber homephone workphone " +
    "officephone landline whatsapp 电话 手机 手机号 手机号码 号码 电话号码 联系电话 联系方式 联系手机 移动电话 固定电话 固话 座机 " +
    "办公电话 家庭电话 電話 手機 手機號碼 電話號碼 聯絡電話 號碼"
  ).split(" "),
);
const PHONE_PART =
  /^(?:phone|mobile|tel|telephone|cell)\d$|(?:phone|mobile)(?:number|no)?\d?$|(?:电话|手机|電話|手機)(?:号码?|號碼?)?[\d一二三]?$/u;
const NAME = new Set(
  (
    "name fullname displayname customer customername client clientname contact contactname contactperson person company " +
    "companyname firm organisation organization 姓名 名字 名称 客户 客户名称 客户姓名 联系人 联系人姓名 公司 公司名称 企业 企业名称 " +
    "单位 单位名称 客戶 客戶姓名 聯絡人 公司名稱 名稱"
  ).split(" "),
);
const GIVEN = new Set(["firstname", "givenname", "forename", "名"]);
const FAMILY = new Set(["lastname", "surname", "familyname", "姓", "姓氏"]);
/** Of two that both name, a person goes before a firm. */
const FIRM = /compan|firm|organi|公司|企业|单位/u;
const COUNTRY = new Set(["country", "countrycode", "iso2", "国家", "国家代码", "國家"]);
const TIMEZONE = new Set(["timezone", "tz", "时区", "時區"]);
const CONSENT_AT = new Set(
  (
    "consent consentat consentdate consenttime consentedat consentgiven dateofconsent optin optinat optindate optintime " +
    "permissiondate 同意时间 同意日期 授权时间 授权日期 同意時間 授權時間"
  ).split(" "),
);
const CONSENT_PROOF = new Set(
  (
    "consentproof consentreference consentref consentid consentsource consentrecord consenturl proofofconsent optinproof " +
    "optinsource optinip 同意凭证 授权凭证 同意证明 授权证明 授權憑證"
  ).split(" "),
);
/** A cell that is a number to dial rather than the name of a column. */
const DIALLABLE = /^[+(]?\d[\d\s().+-]{5,}\d$/;

/**
 * Guesses from a file's first row what its columns are, in English and Chinese. Anything may be corrected by the user
 * before the import runs.
 */
export function guessColumns(headers: readonly string[]): ColumnMapping {
  const columnCount = headers.length;
  const columns = headers.map((header, column) => ({ column, header: header.trim(), plain: plain(header) }));
  const diallable = columns.filter(({ header }) => DIALLABLE.test(header.normalize("NFKC")));
  if (diallable.length > 0)
    return withoutHeader(
      columnCount,
      diallable.map(({ column }) => column),
    );

  const where = (test: (name: string) => boolean) => columns.filter((c) => test(c.plain)).map((c) => c.column);
  const one = (names: ReadonlySet<string>) => columns.find((c) => names.has(c.plain))?.column ?? null;
  const phones = where((name) => PHONE.has(name) || PHONE_PART.test(name));
  const names = nameColumns(columns, phones);
  const country = one(COUNTRY);
  const timezone = one(TIMEZONE);
  const consentAt = one(CONSENT_AT);
  const consentProof = one(CONSENT_PROOF);
  const used = new Set([...phones, ...names, country, timezone, consentAt, consentProof]);
  const rest = columns.filter(({ column }) => !used.has(column));
  return {
    columnCount,
    hasHeader: true,
    phones,
    names,
    country,
    timezone,
    consentAt,
    consentProof,
    attributes: withKeys(rest),
  };
}

function nameColumns(columns: readonly { column: number; plain: string }[], phones: readonly number[]): number[] {
  const free = columns.filter(({ column }) => !phones.includes(column));
  const whole = free.filter(({ plain: name }) => NAME.has(name));
  const best = whole.find(({ plain: name }) => !FIRM.test(name)) ?? whole[0];
  if (best !== undefined && !FIRM.test(best.plain)) return [best.column];
  const given = free.find(({ plain: name }) => GIVEN.has(name));
  const family = free.find(({ plain: name }) => FAMILY.has(name));
  const isChinese = family?.plain.startsWith("姓") === true;
  const parts = (isChinese ? [family, given] : [given, family]).flatMap((part) => (part ? [part.column] : []));
  if (parts.length > 0) return parts;
  return best === undefined ? [] : [best.column];
}

function withoutHeader(columnCount: number, phones: readonly number[]): ColumnMapping {
  const others = Array.from({ length: columnCount }, (_, column) => column).filter((c) => !phones.includes(c));
  return {
    columnCount,
    hasHeader: false,
    phones: phones.slice(0, 1),
    names: others.slice(0, 1),
    country: null,
    timezone: null,
    consentAt: null,
    consentProof: null,
    attributes: withKeys([...others.slice(1), ...phones.slice(1)].map((column) => ({ column, header: "" }))),
  };
}

/** Columns that a sample of the rows tells by what stands in them, where the header did not. */
export interface ColumnFinds {
  readonly phones?: readonly number[];
  readonly names?: readonly number[];
  readonly country?: number | null;
  readonly timezone?: number | null;
}

/** The same mapping with what was found; what is no longer used for anything else is an attribute. */
export function withFinds(mapping: ColumnMapping, headers: readonly string[], finds: ColumnFinds): ColumnMapping {
  const { columnCount, hasHeader, consentAt, consentProof } = mapping;
  const { phones, names, country, timezone } = { ...mapping, ...finds };
  const used = new Set([...phones, ...names, country, timezone, consentAt, consentProof]);
  const rest = Array.from({ length: columnCount }, (_, column) => ({
    column,
    header: hasHeader ? (headers[column] ?? "") : "",
  })).filter(({ column }) => !used.has(column));
  return { ...mapping, phones, names, country, timezone, attributes: withKeys(rest) };
}

/** Keys are the headers as written, told apart by a number where two are alike; "column 4" where there is none. */
function withKeys(columns: readonly { column: number; header: string }[]): { column: number; key: string }[] {
  const taken = new Set<string>();
  return columns.map(({ column, header }) => {
    const base =
      header
        .replace(/[{}\p{Cc}]/gu, "")
        .trim()
        .slice(0, 100) || `column ${column + 1}`;
    let key = base;
    for (let n = 2; taken.has(key); n += 1) key = `${base} (${n})`;
    taken.add(key);
    return { column, key };
  });
}

function plain(header: string): string {
  return header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
