import type { PriceComponentParams, PriceComponentType } from "@callbay/domain/rating/price-type";
import type { ComponentType } from "react";
import type { FieldReader } from "../field-reader.ts";
import type { CommissionValues } from "./commission.tsx";
import type { HourlyValues } from "./hourly.tsx";
import type { PackageValues } from "./package.tsx";
import type { PerCallValues } from "./per-call.tsx";
import type { PerMinuteValues } from "./per-minute.tsx";
import type { ProjectValues } from "./project.tsx";
import type { SeatValues } from "./seat.tsx";
import type { MessageValues, NumberValues, SetupValues } from "./small.tsx";

export type PriceType = PriceComponentType;
export type ParamsOf<T extends PriceType> = Extract<PriceComponentParams, { type: T }>;

/** What is typed for each type of price: texts, as a form holds them. */
export interface PriceValues {
  readonly seat: SeatValues;
  readonly package: PackageValues;
  readonly per_call: PerCallValues;
  readonly per_minute: PerMinuteValues;
  readonly commission: CommissionValues;
  readonly hourly: HourlyValues;
  readonly project: ProjectValues;
  readonly setup: SetupValues;
  readonly number: NumberValues;
  readonly message: MessageValues;
}

/** A price as it is being typed. `id` tells cards apart while they come and go. */
export type PriceDraft<T extends PriceType = PriceType> = {
  readonly [K in T]: { readonly id: number; readonly type: K; readonly values: PriceValues[K] };
}[T];

/** A price list by destination that a per-minute price may name. */
export interface RateTableChoice {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly rowCount: number;
}

export interface FieldsProps<T extends PriceType> {
  readonly values: PriceValues[T];
  readonly set: (change: Partial<PriceValues[T]>) => void;
  /** What is wrong with a field, in the reader's language. */
  readonly problem: (field: string) => string | undefined;
  readonly currency: string;
  readonly rateTables: readonly RateTableChoice[];
  /** Of the operator's own costs: what is paid whatever the work is not asked for. */
  readonly forCosts?: boolean | undefined;
}

/** All that the editor knows of one type of price. A new type of the domain does not compile until it has one. */
export interface PriceKind<T extends PriceType> {
  readonly empty: PriceValues[T];
  readonly valuesOf: (params: ParamsOf<T>) => PriceValues[T];
  /** What is typed as the domain takes it; what is wrong with it goes to the reader, by field. */
  readonly read: (values: PriceValues[T], fields: FieldReader) => ParamsOf<T>;
  readonly Fields: ComponentType<FieldsProps<T>>;
}
