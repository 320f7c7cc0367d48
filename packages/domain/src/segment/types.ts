export const ATTRIBUTE_TYPES = ["text", "number", "date", "boolean"] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** Which attributes the contacts of a list have. */
export type AttributeSchema = Readonly<Record<string, AttributeType>>;

/** A target group: all conditions hold (and), or any of them (or); groups may be nested to a depth of three. */
export type SegmentFilter =
  | { readonly all: readonly SegmentFilter[] }
  | { readonly any: readonly SegmentFilter[] }
  | { readonly not: SegmentFilter }
  | SegmentCondition;

export type SegmentCondition =
  | {
      readonly attribute: string;
      readonly is: "equal" | "not_equal" | "less" | "at_most" | "more" | "at_least" | "contains" | "begins_with";
      readonly value: string | number | boolean;
    }
  | { readonly attribute: string; readonly is: "one_of"; readonly value: readonly (string | number)[] }
  | { readonly attribute: string; readonly is: "present" | "absent" }
  /** A property of the contact's first number. */
  | { readonly point: "country" | "timezone"; readonly is: "one_of"; readonly value: readonly string[] }
  /** Whether the contact comes first. */
  | { readonly contact: "vip"; readonly is: "yes" | "no" }
  /** What happened in any campaign of the client within so many days (null: ever). */
  | {
      readonly history: "attempted" | "reached" | "success" | "abandoned";
      readonly is: "yes" | "no";
      readonly withinDays: number | null;
    }
  | {
      readonly history: "outcome";
      readonly is: "one_of";
      readonly value: readonly string[];
      readonly withinDays: number | null;
    }
  | {
      readonly history: "disposition";
      readonly is: "one_of";
      readonly value: readonly string[];
      readonly withinDays: number | null;
    };
