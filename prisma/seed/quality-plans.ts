import type { createScorecard } from "@callbay/services/quality/scorecards";
import type { z } from "zod";
import type { CampaignPlan } from "./campaign.ts";
import { MANGROVE_RUNNING } from "./plans.ts";

/** A call of the demo's past morning, in seconds from its beginning. */
export interface TalkPlan {
  /** Which of the desk's agents; null: nobody picked up. */
  readonly agent: number;
  readonly startS: number;
  readonly ringS: number;
  /** 0: nobody picked up. */
  readonly talkS: number;
  readonly wrapS: number;
  /** Of the campaign; none when nobody picked up. */
  readonly disposition?: string;
  /** What the disposition asks for, by the field's key. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly endedBy?: "customer" | "agent";
  readonly order?: { readonly value: string };
}

/** Ended yesterday: its conversations can be heard, judged and paid for. */
export const MANGROVE_ENDED: CampaignPlan = {
  upTo: "running",
  fields: {
    ...MANGROVE_RUNNING.fields,
    name: "Booking desk: autumn offers 秋季优惠",
    script: [
      "Good day {{displayName}}, this is {{agent.name}} of Mangrove Travel's booking desk.",
      "You asked us for autumn offers after {{attributes.last_trip}}. Is this a good moment?",
      "May I book it for you now? You can cancel until fourteen days before departure.",
    ].join("\n\n"),
    // The desk is judged by its calls: they are recorded whatever a seat is set to.
    recordingForced: true,
  },
  dispositions: MANGROVE_RUNNING.dispositions,
};

/** Three agents for half an hour. */
export const MANGROVE_MORNING: readonly TalkPlan[] = [
  {
    ...{ agent: 0, startS: 20, ringS: 7, talkS: 46, wrapS: 25, disposition: "booked", endedBy: "customer" },
    ...{ note: "Kyoto for two, 14 November, hotel by the river", order: { value: "18640.00" } },
  },
  {
    ...{ agent: 1, startS: 32, ringS: 11, talkS: 38, wrapS: 18, disposition: "call_back", endedBy: "customer" },
    note: "At work now, evenings are better",
  },
  {
    ...{ agent: 2, startS: 41, ringS: 5, talkS: 52, wrapS: 40, disposition: "booked", endedBy: "agent" },
    ...{ note: "Hokkaido, family room; sends passports by mail", order: { value: "31200.00" } },
  },
  { agent: 0, startS: 130, ringS: 25, talkS: 0, wrapS: 0 },
  {
    ...{
      agent: 1,
      startS: 150,
      ringS: 6,
      talkS: 24,
      wrapS: 9,
      disposition: "not_interested",
      fields: { why: "Price 价格" },
      endedBy: "customer",
    },
    note: "",
  },
  {
    ...{
      agent: 2,
      startS: 170,
      ringS: 14,
      talkS: 33,
      wrapS: 16,
      disposition: "not_interested",
      fields: { why: "Dates 日期" },
      endedBy: "agent",
    },
    note: "Has booked elsewhere",
  },
  {
    ...{ agent: 0, startS: 200, ringS: 9, talkS: 61, wrapS: 31, disposition: "call_back", endedBy: "agent" },
    note: "Wants the price with the direct flight first",
  },
  { agent: 1, startS: 230, ringS: 18, talkS: 0, wrapS: 0 },
  {
    ...{ agent: 1, startS: 290, ringS: 8, talkS: 41, wrapS: 22, disposition: "booked", endedBy: "customer" },
    ...{ note: "Lisbon in October, one person", order: { value: "9480.00" } },
  },
  {
    ...{ agent: 2, startS: 300, ringS: 4, talkS: 19, wrapS: 8, disposition: "wrong_person", endedBy: "customer" },
    note: "",
  },
  {
    ...{
      agent: 0,
      startS: 340,
      ringS: 12,
      talkS: 35,
      wrapS: 14,
      disposition: "not_interested",
      fields: { why: "Other agency 已有旅行社" },
      endedBy: "customer",
    },
    note: "Not this year",
  },
];

export const SALES_SCORECARD: Pick<z.input<typeof createScorecard.input>, "name" | "form"> = {
  name: "Sales conversation 销售通话",
  form: {
    sections: [
      {
        id: "opening",
        title: "Opening 开场",
        questions: [
          {
            ...{ id: "identified", text: "Says who calls, for whom and why", kind: "yesno", max: 1, weight: 2 },
            hint: "Name, company and reason within the first sentences",
          },
          {
            ...{ id: "moment", text: "Asks whether it is a good moment", kind: "yesno", max: 1, weight: 1 },
            ...{ notApplicable: true, hint: "Has no meaning when the customer asked for this call" },
          },
        ],
      },
      {
        id: "conversation",
        title: "Conversation 沟通",
        questions: [
          {
            ...{ id: "listens", text: "Finds out what the customer wants", kind: "scale", max: 5, weight: 4 },
            hint: "Open questions; lets the customer finish; sums up",
          },
          {
            ...{ id: "offer", text: "Offers what fits, with the whole price", kind: "scale", max: 5, weight: 4 },
            ...{ notApplicable: true, hint: "Nothing left out that is paid later" },
          },
          { id: "tone", text: "Friendly and at ease", kind: "scale", max: 5, weight: 2 },
        ],
      },
      {
        id: "rules",
        title: "Rules 合规",
        questions: [
          {
            ...{ id: "cancel", text: "Says until when it can be cancelled", kind: "yesno", max: 1, weight: 3 },
            notApplicable: true,
          },
          {
            ...{ id: "honest", text: "Promises nothing that we do not keep", kind: "yesno", max: 1, weight: 3 },
            ...{ fatal: true, hint: "A wrong promise makes the whole conversation worth nothing" },
          },
        ],
      },
    ],
  },
};

/** A value by question, and what was said to it. */
type Given = Readonly<Record<string, "yes" | "no" | "na" | number | readonly [number | "yes" | "no", string]>>;

/** The judgement of one conversation of the morning, by its place among those that were talked. */
export interface JudgementPlan {
  readonly talk: number;
  readonly by: "supervisor" | "manager";
  readonly answers: Given;
  readonly comment: string;
  readonly coaching: string;
  /** What the agent said to it. */
  readonly acknowledged?: string;
}

export const MANGROVE_JUDGEMENTS: readonly JudgementPlan[] = [
  {
    ...{ talk: 0, by: "supervisor", acknowledged: "Thank you! I will name the date of cancelling earlier." },
    answers: {
      ...{ identified: "yes", moment: "yes", listens: [5, "Lets her describe the whole journey"], offer: 5, tone: 5 },
      ...{ cancel: ["no", "Only when she asked"], honest: "yes" },
    },
    comment: "A warm, clear conversation that ends in a booking.",
    coaching: "Say until when it can be cancelled before the customer has to ask.",
  },
  {
    ...{ talk: 1, by: "supervisor" },
    answers: {
      ...{ identified: "yes", moment: "no", listens: [2, "Talks over the customer twice"], offer: "na", tone: 4 },
      ...{ cancel: "na", honest: "yes" },
    },
    comment: "The customer was at work; that could have been known in the first sentence.",
    coaching: "Ask whether it is a good moment before the offer. Wait two seconds after a question.",
  },
  {
    ...{ talk: 2, by: "manager" },
    answers: {
      ...{ identified: "yes", moment: "yes", listens: 4, offer: [4, "Transfer from the airport is missing"], tone: 5 },
      ...{ cancel: "yes", honest: "yes" },
    },
    comment: "Complete and friendly.",
    coaching: "Name everything that is paid later in the same breath as the price.",
  },
  {
    ...{ talk: 5, by: "supervisor" },
    answers: {
      ...{ identified: "yes", moment: "yes", listens: 3, offer: 3, tone: 4, cancel: "na" },
      honest: ["no", "“The direct flight will surely cost the same”"],
    },
    comment: "Good work, but for one promise that we cannot keep.",
    coaching: "Call back with the real price of the direct flight, and say that the first answer was wrong.",
  },
];

/** Two people judged one conversation without seeing each other; what they make of it differs where it should be talked about. */
export const MANGROVE_CALIBRATION = {
  name: "Do we agree? 口径校准",
  talk: 6,
  judgements: [
    {
      by: "supervisor",
      comment: "A solid booking.",
      answers: {
        ...{ identified: "yes", moment: "yes", listens: 4, offer: 5, tone: 4, cancel: "yes", honest: "yes" },
      },
    },
    {
      by: "manager",
      comment: "The price came late, and the customer had to ask for it.",
      answers: {
        ...{ identified: "yes", moment: "no", listens: 4, offer: 2, tone: 4, cancel: "yes", honest: "yes" },
      },
    },
  ],
} as const satisfies {
  name: string;
  talk: number;
  judgements: readonly { by: "supervisor" | "manager"; comment: string; answers: Given }[];
};

export interface NotePlan {
  readonly talk: number;
  /** Seconds from the recording's beginning. */
  readonly atS: number;
  readonly text: string;
}

export const MANGROVE_NOTES: readonly NotePlan[] = [
  { talk: 0, atS: 8, text: "How she asks for the wish: play this to newcomers 新人示范" },
  { talk: 0, atS: 31, text: "Customer asks until when she can cancel" },
  { talk: 5, atS: 40, text: "The promise about the direct flight" },
];
