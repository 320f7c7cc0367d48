"use client";
import { useTranslations } from "next-intl";
import { useTextOf } from "~/i18n/enum-label.ts";
import { useFieldWord } from "./audit-words.ts";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface ChangesProps {
  /** What the row is about, as the log names it: "campaign". */
  readonly entity: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | null {
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null;
}

/** Fields whose values are of one list of the schema, wherever they stand. */
const LIST_OF: Readonly<Record<string, string>> = {
  ...{ dialMode: "dialMode", purpose: "campaignPurpose", consentBasis: "consentBasis", form: "contractForm" },
  role: "tenantRole",
};

/** A value of the data as the reader calls it: of a list of the schema by its word, else as it was written. */
function useValueText(entity: string): (field: string, value: unknown) => string {
  const t = useTranslations("common.audit");
  const textOf = useTextOf();
  return (field, value) => {
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const text = String(value);
    const list = field === "state" ? `${entity}State` : LIST_OF[field];
    return (list && /^\w+$/.test(text) ? textOf(`enums.${list}.${text}`) : null) ?? text;
  };
}

/** A field by its word; one without a word by its own name, as it stands in the data. */
function FieldName({ field }: { field: string }) {
  const word = useFieldWord()(field);
  return word === null ? <code className="font-mono text-[0.92em]">{field}</code> : word;
}

/** A change in one line: "role agent, seats 2". Ids and what has parts of its own say nothing here; the opened row has them. */
export function ChangeInShort({ entity, before, after }: ChangesProps) {
  const textOf = useValueText(entity);
  const said = shortOf(after);
  const parts = said.length > 0 ? said : shortOf(before);
  return parts.map(([field, value], at) => (
    <span key={field}>
      {at > 0 ? ", " : ""}
      <FieldName field={field} /> {textOf(field, value)}
    </span>
  ));
}

function shortOf(value: unknown): (readonly [field: string, value: unknown])[] {
  return Object.entries(fieldsOf(value) ?? {}).flatMap(([field, one]) => {
    if (Array.isArray(one)) return [[field, one.length] as const];
    return one === null || one === "" || typeof one === "object" || ID.test(String(one)) ? [] : [[field, one] as const];
  });
}

/** What was changed, field by field: as it was and as it is. */
export function Changes({ entity, before, after }: ChangesProps) {
  const t = useTranslations("common.audit");
  const was = fieldsOf(before);
  const is = fieldsOf(after);
  if (was === null || is === null)
    return (
      <>
        <Values title={t("before")} value={before} />
        <Values title={t("after")} value={after} />
      </>
    );
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  if (fields.length === 0) return null;
  const sides = [
    ...(Object.keys(was).length > 0 ? [{ name: t("before"), of: was }] : []),
    ...(Object.keys(is).length > 0 ? [{ name: t("after"), of: is }] : []),
  ];
  return (
    <table className="w-full table-fixed border-collapse text-sm" aria-label={t("changes")}>
      <thead>
        <tr className="border-b text-left text-xs text-muted">
          <th scope="col" className="w-36 py-1.5 pr-3 font-medium">
            {t("field")}
          </th>
          {sides.map(({ name }) => (
            <th key={name} scope="col" className="py-1.5 pr-3 font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field} className="border-b border-line/70 align-top last:border-b-0">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal break-words text-muted">
              <FieldName field={field} />
            </th>
            {sides.map(({ name, of }) => (
              <td key={name} className="py-1.5 pr-3 break-words">
                <Value entity={entity} field={field} value={of[field]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ entity, field, value }: { entity: string; field: string; value: unknown }) {
  const textOf = useValueText(entity);
  if (value === null || value === undefined || value === "") return <span className="text-faint">—</span>;
  if (typeof value === "object")
    return <code className="font-mono text-xs whitespace-pre-wrap">{JSON.stringify(value, null, 1)}</code>;
  const text = textOf(field, value);
  return ID.test(text) ? <code className="font-mono text-xs break-all">{text}</code> : text;
}

function Values({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs text-muted">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        {JSON.stringify(value, null, 2)}
      </pre>
    </section>
  );
}
